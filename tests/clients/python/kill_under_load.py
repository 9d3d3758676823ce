"""Kills brokers with SIGKILL while an idempotent acks=all producer (librdkafka) writes, then reads
everything back: every acknowledged value must be there, and none twice.

    kill_under_load.py RIVULET DATA_DIR leader|controller ROUNDS

RIVULET is the launcher (bin/rivulet); DATA_DIR that of a cluster that runs with --restart never. Prints one JSON line:
acked, lost, doubled, and the pause of each round in milliseconds (longest gap between two
acknowledgements around the kill).
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

launcher, data_dir, victim_kind, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
TOPIC = f"kill-{victim_kind}-{os.getpid()}"


def rivulet(*words):
    out = subprocess.run(
        [launcher, *words, "--data", data_dir, "--json"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def until(what, condition, timeout_s=30):
    deadline = time.time() + timeout_s
    while time.time() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise SystemExit(f"gave up waiting for {what}")


class Load:
    """One producing thread; `acks` holds (time, value) of every acknowledged message."""

    def __init__(self, bootstrap):
        self.acks, self.failures = [], []
        self.stopping = threading.Event()
        self.producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "acks": "all",
                "enable.idempotence": True,
                "linger.ms": 1,
                "retry.backoff.ms": 10,
                "retry.backoff.max.ms": 50,
                "reconnect.backoff.ms": 10,
                "reconnect.backoff.max.ms": 100,
                "topic.metadata.refresh.fast.interval.ms": 20,
                "log_level": 0,
            }
        )
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        number = 0
        while not self.stopping.is_set():
            for _ in range(20):
                value = str(number)
                self.producer.produce(
                    TOPIC, value.encode(), partition=0, on_delivery=lambda e, m, v=value: self.done(e, v)
                )
                number += 1
            self.producer.poll(0.005)
        self.producer.flush(60)

    def done(self, error, value):
        (self.acks if error is None else self.failures).append((time.time(), value))

    def stop(self):
        self.stopping.set()
        self.thread.join()


def partition(admin):
    return admin.list_topics(TOPIC, 10).topics[TOPIC].partitions[0]


def victim_of(admin):
    if victim_kind == "leader":
        return partition(admin).leader
    return rivulet("status")[-1]["controllerId"]


def state_of(broker, killed_pid):
    """What became of a killed broker, or None while its process is not missed yet."""
    state = next(b for b in rivulet("status")[-1]["brokers"] if b["id"] == broker)
    return None if state.get("pid") == killed_pid else state["phase"]


def read_back(bootstrap):
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": TOPIC, "enable.auto.commit": False})
    here = TopicPartition(TOPIC, 0, 0)
    end = consumer.get_watermark_offsets(here, timeout=20)[1]
    consumer.assign([here])
    values, position = [], 0
    while position < end:
        for message in consumer.consume(10000, 1.0):
            if message.error() is None:
                values.append(message.value().decode())
                position = message.offset() + 1
    consumer.close()
    return values


def main():
    status = rivulet("status")[-1]
    bootstrap = status["bootstrap"]
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    admin.create_topics([NewTopic(TOPIC, 1, 3, config={"min.insync.replicas": "2"})])[TOPIC].result(30)
    until("three replicas in sync", lambda: len(partition(admin).isrs) == 3)
    load = Load(bootstrap)
    pauses_ms = []
    for _ in range(rounds):
        before = len(load.acks)
        until("load", lambda: len(load.acks) > before + 500)
        victim = victim_of(admin)
        pid = next(b["pid"] for b in rivulet("status")[-1]["brokers"] if b["id"] == victim)
        killed_at = time.time()
        os.kill(pid, signal.SIGKILL)
        until("an acknowledgement after the kill", lambda: load.acks[-1][0] > killed_at + 0.3)
        times = [at for at, _ in load.acks if at > killed_at - 0.5]
        gap, at = max((b - a, a) for a, b in zip(times, times[1:]))
        pauses_ms.append(round(1000 * gap))
        print(f"killed broker {victim}: {round(1000 * gap)} ms without an acknowledgement, from {round(1000 * (at - killed_at))} ms", file=sys.stderr)
        running = until("the end of the process", lambda: state_of(victim, pid))
        if running != "starting":
            rivulet("broker", "start", str(victim))
        until("the killed broker back in sync", lambda: len(partition(admin).isrs) == 3, 60)
    load.stop()
    values = read_back(bootstrap)
    acked = {value for _, value in load.acks}
    pauses_ms.sort()
    print(
        json.dumps(
            {
                "victim": victim_kind,
                "rounds": rounds,
                "acked": len(acked),
                "failed": len(load.failures),
                "lost": len(acked - set(values)),
                "doubled": len(values) - len(set(values)),
                "pausesMs": pauses_ms,
            }
        )
    )


main()
