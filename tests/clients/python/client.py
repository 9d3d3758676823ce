"""The work of one client, for confluent-kafka (librdkafka). See client.ts for the words."""
import signal
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition


def produce(bootstrap, source, *jobs):
    with open(source, "rb") as lines:
        records = [line.rstrip(b"\n").split(b"\t", 1) for line in lines]
    for job in jobs:
        topic, codec = job.split(":")
        failures = []
        producer = Producer({
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "enable.idempotence": True,
            "compression.type": codec,
            "linger.ms": 20,
        })

        def delivered(error, _message):
            if error is not None:
                failures.append(error)

        for key, value in records:
            while True:
                try:
                    producer.produce(topic, value, key, on_delivery=delivered)
                    break
                except BufferError:
                    producer.poll(0.1)
            producer.poll(0)
        producer.flush(60)
        if failures or len(producer) > 0:
            sys.exit(f"{topic}: {len(failures)} failed, {len(producer)} left: {failures[:1]}")


def consume(bootstrap, folder, count, *topics):
    for topic in topics:
        consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "unused"})
        partitions = consumer.list_topics(topic, 10).topics[topic].partitions
        consumer.assign([TopicPartition(topic, index, OFFSET_BEGINNING) for index in partitions])
        seen = 0
        with open(f"{folder}/{topic}", "wb") as out:
            while seen < int(count):
                messages = consumer.consume(10_000, 10)
                if not messages:
                    sys.exit(f"{topic}: {seen} of {count} messages")
                for message in messages:
                    if message.error():
                        sys.exit(f"{topic}: {message.error()}")
                    out.write(message.key() + b"\t" + message.value() + b"\n")
                seen += len(messages)
        consumer.close()


def member(bootstrap, group, topic):
    consumer = Consumer({
        "bootstrap.servers": bootstrap,
        "group.id": group,
        "auto.offset.reset": "earliest",
        "session.timeout.ms": 6000,
        "heartbeat.interval.ms": 500,
    })
    is_going_on = True

    def stop(_signal, _frame):
        nonlocal is_going_on
        is_going_on = False

    signal.signal(signal.SIGTERM, stop)

    def assigned(_consumer, partitions):
        print("assigned", *sorted(it.partition for it in partitions), flush=True)

    consumer.subscribe([topic], on_assign=assigned)
    while is_going_on:
        consumer.poll(0.2)
    consumer.close()


if __name__ == "__main__":
    {"produce": produce, "consume": consume, "member": member}[sys.argv[1]](*sys.argv[2:])
