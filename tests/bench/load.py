"""The load of the benchmarks, with librdkafka. Every command prints one JSON line.

    load.py topic BOOTSTRAP TOPIC PARTITIONS REPLICAS   waits for the brokers, and until all replicas are in sync
    load.py first-ack BOOTSTRAP TOPIC                   tries until one acks=all message is acknowledged
    load.py produce BOOTSTRAP TOPIC COUNT SIZE ACKS [N] as fast as it goes, with N messages a request at most
    load.py consume BOOTSTRAP TOPIC COUNT               partition 0 from the beginning, as fast as it goes
    load.py latency BOOTSTRAP TOPIC RATE SECONDS        from produce to acknowledgement, acks=all
    load.py end-to-end BOOTSTRAP TOPIC RATE SECONDS     from produce to a consumer, acks=all
    load.py paced BOOTSTRAP TOPIC RATE SIZE SECONDS     that many messages a second, acks=all
    load.py fill BOOTSTRAP NAME TOPICS PARTITIONS GROUPS  topics NAME-000 ... and groups NAME-group-000 ... with an offset each
    load.py evict BOOTSTRAP FOLDER                      takes all files of a folder out of the page cache
    load.py pause BOOTSTRAP TOPIC ID=PID ...            kill -9 of the leader under load: longest gap between two acknowledgements
"""

import json
import os
import signal
import sys
import threading
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

import librdkafka

START_TIMEOUT_S = 120
GAP_TIMEOUT_S = 90
# A client that is eager to come back, so that the pause measured is the cluster's.
EAGER = {
    "acks": "all",
    "enable.idempotence": True,
    "linger.ms": 0,
    "message.timeout.ms": GAP_TIMEOUT_S * 1000,
    "reconnect.backoff.ms": 20,
    "reconnect.backoff.max.ms": 50,
    "retry.backoff.ms": 20,
    "retry.backoff.max.ms": 50,
    "topic.metadata.refresh.fast.interval.ms": 50,
    "log_level": 0,
}


def until(what, condition, timeout_s=START_TIMEOUT_S):
    deadline = time.time() + timeout_s
    while time.time() < deadline:
        try:
            value = condition()
        except Exception:
            value = None
        if value:
            return value
        time.sleep(0.05)
    raise SystemExit(f"gave up waiting for {what}")


def admin(bootstrap):
    quiet = {"log_level": 0, "reconnect.backoff.max.ms": 200}
    return AdminClient({"bootstrap.servers": bootstrap, **quiet})


def wait_in_sync(client, topic, replicas):
    def led():
        partitions = client.list_topics(topic, 5).topics[topic].partitions.values()
        good = all(p.leader > 0 and len(p.isrs) == replicas for p in partitions)
        return list(partitions) if good and partitions else None

    return until(f"all replicas of {topic}", led)


def topic(bootstrap, name, partitions, replicas):
    client, replicas = admin(bootstrap), int(replicas)
    began = time.time()
    config = {"min.insync.replicas": str(min(2, replicas))}
    wanted = NewTopic(name, int(partitions), replicas, config=config)

    def created():
        try:
            client.create_topics([wanted], request_timeout=5)[name].result(10)
        except KafkaException as failure:
            # An earlier attempt may have come through; too few brokers may be there yet.
            return failure.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS
        return True

    until("the brokers", created)
    wait_in_sync(client, name, replicas)
    return {"seconds": time.time() - began}


def first_ack(bootstrap, name):
    acked_at = []
    producer = Producer({"bootstrap.servers": bootstrap, **EAGER})
    deadline = time.time() + START_TIMEOUT_S

    def send():
        producer.produce(name, b"first", on_delivery=told)

    def told(error, _):
        if error is None:
            acked_at.append(time.time())
        else:
            send()

    send()
    while not acked_at and time.time() < deadline:
        producer.poll(0.01)
    if not acked_at:
        raise SystemExit("no acknowledgement")
    return {"ackedAtMs": acked_at[0] * 1000}


def produce(bootstrap, name, count, size, acks, batch=None):
    return {"seconds": librdkafka.produce(bootstrap, name, int(count), int(size), acks, batch)}


def paced(bootstrap, name, rate, size, seconds):
    return {"rate": librdkafka.paced(bootstrap, name, int(rate), int(size), float(seconds))}


def fill(bootstrap, name, topics, partitions, groups):
    client = admin(bootstrap)
    until("brokers", lambda: client.list_topics(timeout=2).brokers)
    names = [f"{name}-{index:03}" for index in range(int(topics))]
    for start in range(0, len(names), 100):
        new = [NewTopic(it, int(partitions), 1) for it in names[start : start + 100]]
        for future in client.create_topics(new, request_timeout=60).values():
            future.result()
    for index in range(int(groups)):
        settings = {"bootstrap.servers": bootstrap, "group.id": f"{name}-group-{index:03}"}
        consumer = Consumer({**settings, "log_level": 0})
        place = TopicPartition(names[index % len(names)], 0, 0)
        until("the coordinator", lambda: consumer.commit(offsets=[place], asynchronous=False))
        consumer.close()
    return {"topics": len(names)}


def consume(bootstrap, name, count):
    return {"seconds": librdkafka.consume(bootstrap, name, int(count))}


def latency(bootstrap, name, rate, seconds):
    rate, count = int(rate), int(rate) * int(seconds)
    warm_up = min(2 * rate, count // 3)
    latencies, failures = [], []
    # Idempotent, as Java's producer is by default: at most five requests are under way at a time.
    settings = {"acks": "all", "enable.idempotence": True, "linger.ms": 0}
    producer = Producer({"bootstrap.servers": bootstrap, **settings})

    def told(error, message):
        if error is None:
            latencies.append(message.latency())
        else:
            failures.append(str(error))

    value, sent, began = b"x" * 200, 0, time.time()
    while sent < count:
        due = min(count, int((time.time() - began) * rate))
        while sent < due:
            producer.produce(name, value, on_delivery=told)
            sent += 1
        producer.poll(0.001)
    produced_in = time.time() - began
    producer.flush(60)
    if failures or len(latencies) < count:
        raise SystemExit(f"{count - len(latencies)} of {count} not acknowledged: {failures[:1]}")
    steady = sorted(latencies[warm_up:])
    at = lambda share: steady[int(len(steady) * share)] * 1000
    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "rate": count / produced_in}


def end_to_end(bootstrap, name, rate, seconds):
    rate, count = int(rate), int(rate) * int(seconds)
    latencies, stopping, reading = [], threading.Event(), threading.Event()
    eager = {"fetch.wait.max.ms": 100, "fetch.queue.backoff.ms": 1, "enable.auto.commit": False}
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "bench", **eager})
    partitions = consumer.list_topics(name, 10).topics[name].partitions
    ends = [consumer.get_watermark_offsets(TopicPartition(name, p), 10)[1] for p in partitions]
    consumer.assign([TopicPartition(name, p, end) for p, end in zip(partitions, ends)])

    def read():
        while not stopping.is_set():
            for message in consumer.consume(500, 0.01):
                if message.error() is None:
                    latencies.append(time.time() - float(message.value()[:20]))
            reading.set()

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    reading.wait()
    producer = Producer({"bootstrap.servers": bootstrap, "acks": "all", "linger.ms": 0})
    sent, began, filling = 0, time.time(), b"." * 180
    while sent < count:
        due = min(count, int((time.time() - began) * rate))
        while sent < due:
            producer.produce(name, b"%020.9f" % time.time() + filling)
            sent += 1
        producer.poll(0.001)
    producer.flush(60)
    until("the last messages", lambda: len(latencies) >= count, 30)
    stopping.set()
    thread.join()
    steady = sorted(latencies[min(2 * rate, count // 3) :])
    at = lambda share: steady[int(len(steady) * share)] * 1000
    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


def evict(_, folder):
    files = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    os.sync()
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
    return {"files": len(files)}


def pause(bootstrap, name, *pids):
    pid_of = {int(broker): int(pid) for broker, pid in (pair.split("=") for pair in pids)}
    wait_in_sync(admin(bootstrap), name, len(pid_of))
    acks, failures, stopping = [], [], threading.Event()

    def told(error, _):
        (failures if error else acks).append(time.time())

    def load():
        producer = Producer({"bootstrap.servers": bootstrap, **EAGER})
        while not stopping.is_set():
            try:
                producer.produce(name, b"x" * 100, partition=0, on_delivery=told)
            except BufferError:
                pass
            producer.poll(0.002)
        producer.flush(GAP_TIMEOUT_S)

    thread = threading.Thread(target=load, daemon=True)
    thread.start()
    until("acknowledgements", lambda: len(acks) > 100)
    time.sleep(1)
    leader = admin(bootstrap).list_topics(name, 5).topics[name].partitions[0].leader
    killed_at = time.time()
    os.kill(pid_of[leader], signal.SIGKILL)
    # What was under way may still be acknowledged; the pause is over when they go on steadily.
    until("the next leader", lambda: acks[-1] > killed_at + 0.5, GAP_TIMEOUT_S)
    time.sleep(2)
    stopping.set()
    thread.join()
    around = [at for at in acks if at > killed_at - 0.5]
    gap = max(later - earlier for earlier, later in zip(around, around[1:]))
    return {"leader": leader, "seconds": gap, "failed": len(failures)}


commands = {
    "topic": topic,
    "first-ack": first_ack,
    "produce": produce,
    "consume": consume,
    "latency": latency,
    "end-to-end": end_to_end,
    "paced": paced,
    "fill": fill,
    "evict": evict,
    "pause": pause,
}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])), flush=True)
