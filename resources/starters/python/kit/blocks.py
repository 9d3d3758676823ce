"""The building blocks. Each takes an event and calls `go` for what it hands on."""

import json
import random
import sys
import time
import urllib.request

from . import expressions as ex
from .service import SPEED, FinalError, flow, output_of, sides_of


class Block:
    """`sides` are the records of other topics that the block needs as well: (topic, run) each."""

    def __init__(self, run, sides=lambda rest: []):
        self.run = run
        self.sides = sides


def map(value):
    """The event becomes this."""
    return Block(
        lambda event, context, go: go(ex.evaluate_value(value, event, context.vars))
    )


def let_vars(fields):
    """Names for the blocks after it; each may use those before."""

    def run(event, context, go):
        for name, text in fields.items():
            context.vars = {**context.vars, name: ex.evaluate(text, event, context.vars)}
        go(event)

    return Block(run)


def filter(condition):
    """Only what is true goes on."""

    def run(event, context, go):
        if ex.test(condition, event, context.vars):
            go(event)

    return Block(run)


def split(items):
    """A list becomes one event per item."""

    def run(event, context, go):
        found = ex.evaluate(items, event, context.vars)
        for item in found if isinstance(found, list) else [] if found is None else [found]:
            go(item)

    return Block(run)


def on(when, steps):
    return when, steps


def otherwise(steps):
    return None, steps


def branch(*branches):
    """The first whose condition is true gets the event; what its steps hand on goes on."""

    def run(event, context, go):
        for when, steps in branches:
            if when is None or ex.test(when, event, context.vars):
                return flow(steps)(event, context, go)

    return Block(run, lambda rest: [side for _, steps in branches for side in sides_of(steps, rest)])


def produce(topic, **parts):
    """A record with `key`, `value`, `headers` and `timestamp` by their expressions."""

    def run(event, context, go):
        context.outputs.append(output_of(parts, topic, event, context))
        go(event)

    return Block(run)


def route(to, topics, **parts):
    """To the topic that the expression names, one of `topics`."""

    def run(event, context, go):
        topic = ex.evaluate(to, event, context.vars)
        if topic not in topics:
            raise FinalError(f"No route to {topic}")
        context.outputs.append(output_of(parts, topic, event, context))
        go(event)

    return Block(run)


def write(table, row, conflict="keep", unless=None):
    """A row of a table of this service; `$row` is the row afterwards."""

    def run(event, context, go):
        state = context.service.state
        values = ex.evaluate_fields(row, event, context.vars)
        before = state.find_by(table, values)
        is_kept = (
            unless is not None
            and before is not None
            and ex.test(unless, event, {**context.vars, "row": before})
        )
        after = before if is_kept else state.write(table, values, conflict)
        context.vars = {**context.vars, "row": after}
        go(event)

    return Block(run)


def enrich(table, key, name):
    """The row of a table as a variable."""

    def run(event, context, go):
        found = context.service.state.find(table, ex.evaluate(key, event, context.vars))
        context.vars = {**context.vars, name: found}
        go(event)

    return Block(run)


def sql(text, params={}, name=None):
    """Any statement on the database of the service."""

    def run(event, context, go):
        values = {each: ex.evaluate(how, event, context.vars) for each, how in params.items()}
        rows = context.service.state.run(text, values)
        if name is not None:
            context.vars = {**context.vars, name: rows}
        go(event)

    return Block(run)


def call(url, method="POST", body=None, timeout_ms=5_000, into=None):
    """An HTTP request; an answer of 400 or more fails."""

    def run(event, context, go):
        sent = event if body is None else ex.evaluate_value(body, event, context.vars)
        data = None if method == "GET" else json.dumps(sent).encode()
        request = urllib.request.Request(url, data, {"content-type": "application/json"})
        request.method = method
        with urllib.request.urlopen(request, timeout=timeout_ms / 1000) as answer:
            text = answer.read()
        if into is not None:
            context.vars = {**context.vars, into: json.loads(text) if text else None}
        go(event)

    return Block(run)


def delay(min_ms, max_ms=None):
    """Work that takes time."""

    def run(event, context, go):
        time.sleep(random.uniform(min_ms, max_ms or min_ms) / 1000 / SPEED)
        go(event)

    return Block(run)


def fail(message, rate=None, every=None, condition=None, is_final=False):
    """Lets the handling fail: now and then, every n-th time, or when something is true."""
    count = 0

    def run(event, context, go):
        nonlocal count
        count += 1
        is_hit = (
            (rate is not None and random.random() < rate)
            or (every is not None and count % every == 0)
            or (condition is not None and ex.test(condition, event, context.vars))
        )
        if is_hit:
            raise FinalError(message) if is_final else RuntimeError(message)
        go(event)

    return Block(run)


def log(text):
    def run(event, context, go):
        context.service.log(ex.evaluate(text, event, context.vars))
        go(event)

    return Block(run)


def deduplicate(block, key, within_ms=None):
    """What has been seen within that time (without one: ever) goes no further."""

    def run(event, context, go):
        state = context.service.state
        text = ex.evaluate_key(key, event, context.vars) or ""
        seen, now = state.get(block, text), time.time() * 1000
        if seen is not None and (within_ms is None or now - seen < within_ms):
            return
        state.set(block, text, now)
        go(event)

    return Block(run)


def join(block, other, within_ms, names, key=None, other_key=None):
    """Events of two topics with one key, at most so far apart."""

    def meet(side, event, context, go):
        state = context.service.state
        text = (key, other_key)[side]
        if text is None:
            own_key = context.record.key or ""
        else:
            own_key = ex.evaluate_key(text, event, context.vars) or ""
        at = context.record.timestamp_ms
        waiting = state.get(f"{block}-{side}", own_key) or []
        young = [each for each in waiting if at - each["atMs"] <= within_ms]
        state.set(f"{block}-{side}", own_key, [*young, {"atMs": at, "event": event}])
        for each in state.get(f"{block}-{1 - side}", own_key) or []:
            if abs(each["atMs"] - at) <= within_ms:
                pair = (event, each["event"]) if side == 0 else (each["event"], event)
                go(dict(zip(names, pair)))

    def sides(rest):
        def run(event, context):
            meet(1, event, context, lambda joined: rest(joined, context))

        return [(other, run)]

    return Block(lambda event, context, go: meet(0, event, context, go), sides)


def aggregate(
    block,
    fields,
    key=None,
    size_ms=None,
    advance_ms=None,
    grace_ms=0,
    time=None,
    emit="each",
    late=None,
):
    """Hands on `{ key, windowStartMs, windowEndMs, ...fields }`; without a size over everything."""

    def run(event, context, go):
        state, record = context.service.state, context.record
        own_key = ex.evaluate_key(key, event, context.vars) if key else record.key
        at = ex.evaluate(time, event, context.vars) if time else record.timestamp_ms
        clock = max(at, state.get(f"{block}-clock", "") or 0)
        state.set(f"{block}-clock", "", clock)
        for start, end in _panes_of(at, size_ms, advance_ms or size_ms):
            if size_ms is not None and end + grace_ms <= clock:
                if late is not None:
                    context.outputs.append(output_of({}, late, event, context))
                continue
            name = f"{own_key} {start}"
            pane = state.get(block, name) or {
                "key": own_key,
                "startMs": start,
                "endMs": end,
                "values": {},
                "count": 0,
            }
            pane["count"] += 1
            for field, how in fields.items():
                before = pane["values"].get(field)
                pane["values"][field] = _grown(before, how, event, context.vars, pane["count"])
            state.set(block, name, pane)
            if emit == "each":
                go(_result_of(pane, size_ms))
        if size_ms is None:
            return
        for name, pane in state.entries(block):
            if pane["endMs"] + grace_ms <= clock:
                state.remove(block, name)
                if emit == "closed":
                    go(_result_of(pane, size_ms))

    return Block(run)


def _panes_of(at, size, advance):
    if size is None:
        return [(0, 2**53)]
    starts = []
    start = at // advance * advance
    while start > at - size:
        starts.append((start, start + size))
        start -= advance
    return reversed(starts)


def _grown(before, how, event, variables, count):
    if how == "count":
        return (before or 0) + 1
    [(kind, text)] = how.items()
    value = ex.evaluate(text, event, variables) or 0
    if kind == "sum":
        return (before or 0) + value
    if kind == "average":
        return (before or 0) + (value - (before or 0)) / count
    if before is None:
        return value
    return min(before, value) if kind == "min" else max(before, value)


def _result_of(pane, size):
    window = {} if size is None else {"windowStartMs": pane["startMs"], "windowEndMs": pane["endMs"]}
    return {"key": pane["key"], **window, **pane["values"]}


def saga(block, id, steps, undo_on, undo, undo_id=None, undo_when=None):
    """Done at most once for each id; undone, once, when the other topic says so."""

    def run(event, context, go):
        state = context.service.state
        key = ex.evaluate_key(id, event, context.vars) or ""
        if state.get(block, key) is None:
            state.set(block, key, "done")
            flow(steps)(event, context, go)

    def take_back(event, context):
        state = context.service.state
        if undo_when is not None and not ex.test(undo_when, event, context.vars):
            return
        key = ex.evaluate_key(undo_id or id, event, context.vars) or ""
        if state.get(block, key) == "done":
            state.set(block, key, "undone")
            flow(undo)(event, context)

    return Block(run, lambda rest: [(undo_on, take_back)])


def not_expressed(what):
    """The drawing does here what this project does not; it says so, and events pass by."""
    print(f"Not part of this project, to be written by you: {what}", file=sys.stderr, flush=True)
    return Block(lambda event, context, go: go(event))
