"""confluent-kafka (librdkafka) behind the words of driver.ts."""
import json
import queue
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from confluent_kafka import (
    OFFSET_BEGINNING,
    OFFSET_END,
    Consumer,
    ConsumerGroupTopicPartitions,
    ElectionType,
    IsolationLevel,
    KafkaException,
    Producer,
    TopicCollection,
    TopicPartition,
)
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
)

from words import LARGE_BYTES, answer, encoded, headers_of, told_record, value_of

bootstrap = sys.argv[1]
admin = AdminClient({"bootstrap.servers": bootstrap})
readers = {}


def failure_of(error):
    if isinstance(error, KafkaException):
        error = error.args[0]
    if hasattr(error, "code"):
        # Codes of librdkafka's own are negative, and -1 is the protocol's "unknown".
        code = error.code()
        return {"name": error.name(), "code": code if code > 0 else -1, "message": error.str()}
    return {"name": type(error).__name__, "code": -1, "message": str(error)}


# --- Producer -------------------------------------------------------------------------------------


def produce(args):
    timeout_ms = args.get("timeoutMs", 20_000)
    producer = Producer({
        "bootstrap.servers": bootstrap,
        "acks": args.get("acks", -1),
        "enable.idempotence": args.get("idempotent", False),
        "compression.type": args.get("codec", "none"),
        "max.in.flight.requests.per.connection": args.get("inFlight", 5),
        "linger.ms": 5,
        "batch.size": args.get("batchBytes", 1_000_000),
        "message.max.bytes": LARGE_BYTES,
        "message.timeout.ms": timeout_ms,
        "topic.metadata.propagation.max.ms": 2000,
    })
    records = args["records"]
    outcomes = [None] * len(records)

    def delivered(index):
        def note(error, message):
            if error is not None:
                outcomes[index] = {"error": failure_of(error)}
            else:
                # librdkafka tells no offset of what was not acknowledged.
                offset = message.offset() if message.offset() is not None else -1
                outcomes[index] = {"partition": message.partition(), "offset": offset}
        return note

    for index, record in enumerate(records):
        extra = {name: record[name] for name in ("partition", "timestamp") if name in record}
        producer.produce(args["topic"], value_of(record), encoded(record.get("key")),
                         headers=headers_of(record), on_delivery=delivered(index), **extra)
        producer.poll(0)
    producer.flush(timeout_ms / 1000 + 5)
    return outcomes


# --- Consumer -------------------------------------------------------------------------------------


def consumer_of(args):
    config = {
        "bootstrap.servers": bootstrap,
        "group.id": args.get("group", "unused"),
        "enable.auto.commit": False,
        "fetch.wait.max.ms": 100,
        "session.timeout.ms": 6000,
        "heartbeat.interval.ms": 300,
        "auto.offset.reset": args.get("reset", "earliest"),
        "isolation.level": args.get("isolation", "read_uncommitted"),
    }
    if "maxPartitionBytes" in args:
        config["fetch.message.max.bytes"] = args["maxPartitionBytes"]
    if "maxBytes" in args:
        config["fetch.max.bytes"] = args["maxBytes"]
        config["message.max.bytes"] = min(1_000_000, args["maxBytes"])
    if "rack" in args:
        config["client.rack"] = args["rack"]
    return Consumer(config)


class Reader:
    def __init__(self, args):
        self.topic = args["topic"]
        self.queue = queue.Queue()
        self.calls = queue.Queue()
        self.is_open = True
        self.consumer = consumer_of(args)
        if "group" in args:
            self.consumer.subscribe([self.topic])
        else:
            start = {"earliest": OFFSET_BEGINNING, "latest": OFFSET_END}.get(args["from"], args["from"])
            parts = range(args["partitions"])
            self.consumer.assign([TopicPartition(self.topic, index, start) for index in parts])
        self.thread = threading.Thread(target=self.poll)
        self.thread.start()

    def poll(self):
        while self.is_open:
            while not self.calls.empty():
                self.calls.get()()
            message = self.consumer.poll(0.1)
            if message is None:
                continue
            if message.error():
                # Told once per lost connection; the consumer goes on by itself.
                if not message.error().retriable():
                    self.queue.put(KafkaException(message.error()))
                continue
            self.queue.put(told_record(message.partition(), message.offset(), message.timestamp()[1],
                                       message.key(), message.value(), message.headers()))
        self.consumer.close()

    def take(self, count, timeout_ms):
        end = time.monotonic() + timeout_ms / 1000
        taken = []
        while len(taken) < count:
            try:
                item = self.queue.get(timeout=max(0.001, end - time.monotonic()))
            except queue.Empty:
                break
            if isinstance(item, Exception):
                raise item
            taken.append(item)
        return taken

    def call(self, work):
        """In the thread that polls: other threads would wait for it without end."""
        done = Future()

        def run():
            try:
                done.set_result(work())
            except Exception as error:
                done.set_exception(error)

        self.calls.put(run)
        return done.result(30)

    def seek(self, partition, offset):
        def work():
            self.consumer.seek(TopicPartition(self.topic, partition, offset))
            while not self.queue.empty():
                self.queue.get()

        self.call(work)

    def commit(self, offsets):
        places = [TopicPartition(self.topic, it["partition"], it["offset"]) for it in offsets]
        for place in self.call(lambda: self.consumer.commit(offsets=places, asynchronous=False)):
            if place.error:
                raise KafkaException(place.error)

    def assigned(self):
        return self.call(lambda: sorted(it.partition for it in self.consumer.assignment()))

    def close(self):
        self.is_open = False
        self.thread.join()


def offsets(args):
    consumer = consumer_of(args)
    spec = args["spec"]
    parts = [TopicPartition(args["topic"], index) for index in range(args["partitions"])]
    try:
        if isinstance(spec, (int, float)):
            asked = [TopicPartition(it.topic, it.partition, int(spec)) for it in parts]
            return [it.offset for it in consumer.offsets_for_times(asked, 20)]
        marks = [consumer.get_watermark_offsets(it, 20) for it in parts]
        return [low if spec == "earliest" else high for low, high in marks]
    finally:
        consumer.close()


# --- Admin ----------------------------------------------------------------------------------------


def only(futures):
    (future,) = futures.values()
    return future.result(30)


def create_topic(args):
    assignments = args.get("assignments")
    sizes = {"replica_assignment": assignments, "num_partitions": len(assignments)} if assignments else {
        "num_partitions": args.get("partitions", -1),
        "replication_factor": args.get("replicas", -1),
    }
    topic = NewTopic(args["name"], config=args.get("configs", {}), **sizes)
    return only(admin.create_topics([topic], validate_only=args.get("validateOnly", False)))


def create_partitions(args):
    wanted = {"replica_assignment": args["assignments"]} if "assignments" in args else {}
    partitions = NewPartitions(args["name"], args["count"], **wanted)
    return only(admin.create_partitions([partitions], validate_only=args.get("validateOnly", False)))


def describe_topic(args):
    topic = only(admin.describe_topics(TopicCollection([args["name"]])))
    return [{
        "partition": it.id,
        "leader": it.leader.id if it.leader else -1,
        "replicas": [node.id for node in it.replicas],
        "isr": [node.id for node in it.isr],
    } for it in topic.partitions]


def describe_cluster(_args):
    cluster = admin.describe_cluster().result(30)
    brokers = [{"id": it.id, "address": f"{it.host}:{it.port}", "rack": it.rack} for it in cluster.nodes]
    return {"clusterId": cluster.cluster_id, "controller": cluster.controller.id, "brokers": brokers}


def describe_configs(args):
    entries = only(admin.describe_configs([ConfigResource(args["type"], args["name"])]))
    return {name: {"value": it.value, "isDefault": it.is_default} for name, it in entries.items()}


def incremental_alter_configs(args):
    entries = [
        ConfigEntry(it["key"], it.get("value", ""), incremental_operation=AlterConfigOpType[it["op"].upper()])
        for it in args["operations"]
    ]
    resource = ConfigResource(args["type"], args["name"], incremental_configs=entries)
    return only(admin.incremental_alter_configs([resource], validate_only=args.get("validateOnly", False)))


def alter_configs(args):
    return only(admin.alter_configs([ConfigResource(args["type"], args["name"], set_config=args["configs"])]))


def delete_records(args):
    place = TopicPartition(args["topic"], args["partition"], args["offset"])
    return only(admin.delete_records([place])).low_watermark


def list_offset(args):
    spec = args["spec"]
    named = {
        "earliest": OffsetSpec.earliest(),
        "latest": OffsetSpec.latest(),
        "max-timestamp": OffsetSpec.max_timestamp(),
    }
    asked = OffsetSpec.for_timestamp(int(spec)) if isinstance(spec, (int, float)) else named[spec]
    found = only(admin.list_offsets({TopicPartition(args["topic"], args["partition"]): asked},
                                    isolation_level=IsolationLevel.READ_UNCOMMITTED))
    return {"offset": found.offset, "timestamp": found.timestamp}


def describe_group(args):
    group = only(admin.describe_consumer_groups([args["group"]]))
    return {"state": group.state.name.title(), "members": len(group.members)}


def group_offsets(args):
    told = only(admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(args["group"])]))
    for it in told.topic_partitions:
        if it.error:
            raise KafkaException(it.error)
    return {f"{it.topic}-{it.partition}": it.offset for it in told.topic_partitions}


def alter_group_offsets(args):
    place = TopicPartition(args["topic"], args["partition"], args["offset"])
    told = only(admin.alter_consumer_group_offsets([ConsumerGroupTopicPartitions(args["group"], [place])]))
    for it in told.topic_partitions:
        if it.error:
            raise KafkaException(it.error)


def elect_leaders(args):
    place = TopicPartition(args["topic"], args["partition"])
    results = admin.elect_leaders(ElectionType[args["type"].upper()], [place]).result(30)
    for failure in results.values():
        if failure is not None:
            raise KafkaException(failure) if not isinstance(failure, KafkaException) else failure


works = {
    "produce": produce,
    "open": lambda args: readers.update({args["reader"]: Reader(args)}),
    "take": lambda args: readers[args["reader"]].take(args["count"], args["timeoutMs"]),
    "seek": lambda args: readers[args["reader"]].seek(args["partition"], args["offset"]),
    "assigned": lambda args: readers[args["reader"]].assigned(),
    "commit": lambda args: readers[args["reader"]].commit(args["offsets"]),
    "close": lambda args: readers.pop(args["reader"]).close(),
    "offsets": offsets,
    "createTopic": create_topic,
    "deleteTopic": lambda args: only(admin.delete_topics([args["name"]])),
    "createPartitions": create_partitions,
    "listTopics": lambda _args: list(admin.list_topics(timeout=20).topics),
    "describeTopic": describe_topic,
    "describeCluster": describe_cluster,
    "describeConfigs": describe_configs,
    "incrementalAlterConfigs": incremental_alter_configs,
    "alterConfigs": alter_configs,
    "deleteRecords": delete_records,
    "listOffset": list_offset,
    "listGroups": lambda _args: [it.group_id for it in admin.list_consumer_groups().result(30).valid],
    "describeGroup": describe_group,
    "deleteGroup": lambda args: only(admin.delete_consumer_groups([args["group"]])),
    "groupOffsets": group_offsets,
    "alterGroupOffsets": alter_group_offsets,
    "electLeaders": elect_leaders,
}


def work(request):
    try:
        answer(request, result=works[request["op"]](request["args"]))
    except Exception as error:  # every failure is an answer
        answer(request, error=failure_of(error))


with ThreadPoolExecutor(32) as pool:
    for line in sys.stdin:
        pool.submit(work, json.loads(line))
for reader in readers.values():
    reader.close()
