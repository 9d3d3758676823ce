"""A service: one consumer group, one producer, one database.

Each record is one transaction of the database; what it produces is sent after it, and the offset is
committed last. A record that comes again after a crash is handled again: keep that harmless (write
with `keep` or `update`).
"""

import json
import os
import random
import re
import secrets
import threading
import time
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from confluent_kafka import Consumer, Producer

from .expressions import evaluate, evaluate_fields, evaluate_key, evaluate_value
from .state import State

BOOTSTRAP = os.environ.get("BOOTSTRAP", "127.0.0.1:9092")
# How many times as fast as the drawing says: rates up, delays down.
SPEED = float(os.environ.get("SPEED", "1"))


class FinalError(Exception):
    """Trying again is of no use."""


class Record:
    def __init__(self, message):
        self.topic = message.topic()
        self.partition = message.partition()
        self.offset = message.offset()
        self.timestamp_ms = message.timestamp()[1]
        self.key = None if message.key() is None else message.key().decode()
        self.value = None if message.value() is None else message.value().decode()
        self.headers = {
            name: (value or b"").decode() for name, value in message.headers() or []
        }


class Context:
    """What is at hand while one event is handled."""

    def __init__(self, service, record):
        self.service = service
        self.record = record
        self.outputs = []
        self.vars = {"service": service.name, "instance": int(os.environ.get("INSTANCE", "0"))}
        if record is not None:
            self.vars.update(
                key=record.key,
                headers=record.headers,
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                recordTimeMs=record.timestamp_ms,
            )


def flow(steps):
    """The blocks one after the other; what the last one hands on goes to `end`."""

    def run(event, context, end=lambda event: None):
        def at(index):
            if index == len(steps):
                return end
            return lambda each: steps[index].run(each, context, at(index + 1))

        at(0)(event)

    return run


def sides_of(steps, rest=lambda event, context: None):
    """Records of other topics that blocks need; `rest` is what comes after all of these steps."""
    found = []
    for index, step in enumerate(steps):
        after = flow(steps[index + 1 :])

        def further(event, context, after=after):
            after(event, context, lambda last: rest(last, context))

        found.extend(step.sides(further))
    return found


class Service:
    def __init__(
        self, scenario, name, group, port=0, tables=(), generate=(), consume=(), timers=(), serve=()
    ):
        self.scenario = scenario
        self.name = name
        self.group = group
        self.port = port
        self.tables = tables
        self.generators = generate
        self.handlers = consume
        self.timers = timers
        self.endpoints = serve
        # One event after the other: they share one database.
        self._turn = threading.RLock()

    def start(self):
        """Answers the threads that do its work."""
        self.state = State(self.name, self.tables)
        self._producer = Producer(
            {
                "bootstrap.servers": BOOTSTRAP,
                "client.id": self.name,
                "enable.idempotence": True,
                "linger.ms": 2,
            }
        )
        work = [(self._generate, (generator,)) for generator in self.generators]
        if self.handlers:
            work.append((self._consume, ()))
        work.extend((self._tick, (timer,)) for timer in self.timers)
        if self.endpoints:
            work.append((self._serve, ()))
        threads = [threading.Thread(target=run, args=args, daemon=True) for run, args in work]
        for thread in threads:
            thread.start()
        return threads

    def log(self, message):
        stamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        print(f"{stamp} {self.name}: {message}", flush=True)

    def _consume(self):
        by_topic = {}
        for handler in self.handlers:
            by_topic.setdefault(handler["topic"], []).append((handler, flow(handler["steps"])))
            for topic, run in sides_of(handler["steps"]):
                by_topic.setdefault(topic, []).append((handler, run))
        consumer = Consumer(
            {
                "bootstrap.servers": BOOTSTRAP,
                "client.id": self.name,
                "group.id": self.group,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
            }
        )
        consumer.subscribe(list(by_topic))
        while True:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                self.log(message.error())
                continue
            record = Record(message)
            for handler, run in by_topic[record.topic]:
                self._handle(record, handler, run)
            consumer.commit(message=message, asynchronous=False)

    def _handle(self, record, handler, run):
        """Tries as often as it may; a record that fails for good goes to the dead letters."""
        retry = handler.get("retry", {"times": 0})
        attempt = 0
        while True:
            try:
                event = None if record.value is None else json.loads(record.value)
                self._in_turn(record, lambda context: run(event, context))
                return
            except Exception as error:
                is_final = isinstance(error, (FinalError, json.JSONDecodeError))
                if attempt < retry["times"] and not is_final:
                    back_off = retry.get("backOffMs", 0) * retry.get("factor", 2) ** attempt
                    time.sleep(min(retry.get("maxMs", 30_000), back_off) / 1000)
                    attempt += 1
                    continue
                place = f"{record.topic} {record.partition}@{record.offset}"
                self.log(f"{place} given up: {error}")
                if "deadLetter" in handler:
                    self._bury(record, handler["deadLetter"], str(error))
                return

    def _bury(self, record, topic, reason):
        headers = {
            **record.headers,
            "dead-letter-reason": reason,
            "dead-letter-topic": record.topic,
            "dead-letter-partition": str(record.partition),
            "dead-letter-offset": str(record.offset),
        }
        self._producer.produce(topic, record.value, record.key, headers=list(headers.items()))
        self._producer.flush()

    def _in_turn(self, record, run):
        """What it wants to produce is sent once its rows are kept."""
        context = Context(self, record)
        with self._turn:
            with self.state.transaction():
                run(context)
        self._send(context.outputs, record)
        return context

    def _send(self, outputs, cause):
        failures = []
        for output in outputs:
            value = output["value"]
            headers = {**self._trace_of(cause, output), **output["headers"]}
            stamp = {} if output["timestamp"] is None else {"timestamp": int(output["timestamp"])}
            self._producer.produce(
                output["topic"],
                None if value is None else json.dumps(value, ensure_ascii=False).encode(),
                output["key"],
                headers=list(headers.items()),
                on_delivery=lambda error, _message: failures.append(error) if error else None,
                **stamp,
            )
        if outputs:
            self._producer.flush()
        if failures:
            raise RuntimeError(str(failures[0]))

    def _trace_of(self, cause, output):
        """W3C trace context and CloudEvents: who follows one order finds every hop."""
        before = "" if cause is None else cause.headers.get("traceparent", "")
        parent = re.match(r"00-([0-9a-f]{32})-([0-9a-f]{16})-", before)
        trace_id = parent.group(1) if parent else secrets.token_hex(16)
        span_id = secrets.token_hex(8)
        value = output["value"]
        kind = value.get("type") if isinstance(value, dict) else None
        headers = {
            "traceparent": f"00-{trace_id}-{span_id}-01",
            "ce_specversion": "1.0",
            "ce_id": span_id,
            "ce_source": f"/scenarios/{self.scenario}/{self.name}",
            "ce_type": kind if isinstance(kind, str) else output["topic"],
            "ce_time": datetime.now(timezone.utc).isoformat(),
        }
        if parent:
            headers["tracestate"] = f"rivulet={parent.group(2)}"
        if output["key"] is not None:
            headers["ce_subject"] = output["key"]
        return headers

    def _generate(self, generator):
        limit = float(os.environ.get("COUNT") or generator.get("count") or "inf")
        sequence = 1
        while sequence <= limit:
            due = time.monotonic() + 1 / (generator["ratePerS"] * SPEED)
            number = sequence
            self._in_turn(None, lambda context: _make_record(generator, number, context))
            sequence += 1
            time.sleep(max(0, due - time.monotonic()))
        self.log(f"{sequence - 1} records generated for {generator['topic']}")

    def _tick(self, timer):
        while True:
            time.sleep(timer["everyMs"] / 1000 / SPEED)
            try:
                self._in_turn(None, lambda context: flow(timer["steps"])({}, context))
            except Exception as error:
                self.log(error)

    def _serve(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                path = self.path.split("?")[0]
                endpoint = next((one for one in service.endpoints if one["path"] == path), None)
                if endpoint is None:
                    return self._answer(404, None)
                length = int(self.headers.get("content-length", "0"))
                try:
                    event = json.loads(self.rfile.read(length) or b"null")
                    last = [event]
                    keep = lambda each: last.__setitem__(0, each)
                    context = service._in_turn(
                        None, lambda own: flow(endpoint["steps"])(event, own, keep)
                    )
                    reply = last[0]
                    if "reply" in endpoint:
                        reply = evaluate_value(endpoint["reply"], reply, context.vars)
                    return self._answer(200, reply)
                except Exception as error:
                    return self._answer(500, {"error": str(error)})

            do_GET = do_PUT = do_PATCH = do_DELETE = do_POST

            def _answer(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        ThreadingHTTPServer(("127.0.0.1", self.port), Handler).serve_forever()


def _make_record(generator, sequence, context):
    entity = _entity_of(generator.get("entities"))
    context.vars.update(sequence=sequence, id=str(sequence).zfill(6), entity=entity)
    for name, text in generator.get("let", {}).items():
        context.vars[name] = evaluate(text, {}, context.vars)
    value = evaluate_value(generator["value"], {}, context.vars) if "value" in generator else {}
    write = generator.get("write")
    if write:
        row = evaluate_fields(write["row"], value, context.vars)
        context.service.state.write(write["table"], row, "update")
    if random.random() * 100 < generator.get("lostPercent", 0):
        return
    parts = {name: generator[name] for name in ("key", "headers", "timestamp") if name in generator}
    output = output_of(parts, generator["topic"], value, context)
    context.outputs.append(output)
    if random.random() * 100 < generator.get("duplicatePercent", 0):
        context.outputs.append(output)


def _entity_of(entities):
    if entities is None:
        return None
    hot = entities.get("hot")
    is_hot = hot is not None and random.random() < hot["share"]
    count = hot["count"] if is_hot else entities["count"]
    return f"{entities.get('prefix', '')}{random.randint(1, count)}"


def output_of(parts, topic, event, context):
    """A record to be: key, value and headers by their expressions, or as the event is."""
    variables = context.vars
    own_key = None if context.record is None else context.record.key
    headers = evaluate_fields(parts.get("headers") or {}, event, variables)
    has = lambda name: parts.get(name) is not None
    return {
        "topic": topic,
        "key": evaluate_key(parts["key"], event, variables) if has("key") else own_key,
        "value": evaluate_value(parts["value"], event, variables) if has("value") else event,
        "headers": {name: str(value) for name, value in headers.items()},
        "timestamp": evaluate(parts["timestamp"], event, variables) if has("timestamp") else None,
    }
