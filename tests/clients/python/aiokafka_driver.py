"""aiokafka behind the words of driver.ts."""
import asyncio
import json
import sys

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource
from aiokafka.errors import KafkaError, for_code

from words import LARGE_BYTES, Refused, answer, encoded, headers_of, told_record, value_of

bootstrap = sys.argv[1]
readers = {}


def failure_of(error):
    if isinstance(error, Refused):
        return {"name": error.name, "code": error.code, "message": str(error)}
    code = error.errno if isinstance(error, KafkaError) and error.errno is not None else -1
    return {"name": type(error).__name__, "code": code, "message": str(error)}


def checked(code, message=""):
    if code != 0:
        raise Refused(code, for_code(code).__name__, message or "")


# --- Producer -------------------------------------------------------------------------------------


async def produce(args):
    codec = args.get("codec", "none")
    acks = args.get("acks", -1)
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all" if acks == -1 else acks,
        enable_idempotence=args.get("idempotent", False),
        compression_type=None if codec == "none" else codec,
        linger_ms=5,
        max_batch_size=LARGE_BYTES if "batchBytes" not in args else args["batchBytes"],
        max_request_size=LARGE_BYTES,
        request_timeout_ms=args.get("timeoutMs", 20_000),
    )
    await producer.start()
    try:
        sent = []
        for record in args["records"]:
            sent.append(await asyncio.gather(producer.send(
                args["topic"],
                value_of(record),
                encoded(record.get("key")),
                partition=record.get("partition"),
                timestamp_ms=record.get("timestamp"),
                headers=headers_of(record),
            ), return_exceptions=True))
        return [await outcome(it) for (it,) in sent]
    finally:
        await producer.stop()


async def outcome(sent):
    try:
        if isinstance(sent, BaseException):
            raise sent
        told = await sent
        # Without an acknowledgement nothing is known of it.
        if told is None:
            return {"partition": -1, "offset": -1}
        return {"partition": told.partition, "offset": told.offset}
    except Exception as error:
        return {"error": failure_of(error)}


# --- Consumer -------------------------------------------------------------------------------------


def consumer_of(args, *topics):
    config = {}
    if "maxPartitionBytes" in args:
        config["max_partition_fetch_bytes"] = args["maxPartitionBytes"]
    if "maxBytes" in args:
        config["fetch_max_bytes"] = args["maxBytes"]
    return AIOKafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap,
        group_id=args.get("group"),
        enable_auto_commit=False,
        fetch_max_wait_ms=100,
        session_timeout_ms=6000,
        heartbeat_interval_ms=300,
        auto_offset_reset=args.get("reset", "earliest"),
        isolation_level=args.get("isolation", "read_uncommitted"),
        **config,
    )


def places(args):
    return [TopicPartition(args["topic"], index) for index in range(args["partitions"])]


class Reader:
    def __init__(self, args):
        self.args = args
        self.queue = asyncio.Queue()
        self.consumer = consumer_of(args, *([args["topic"]] if "group" in args else []))

    async def start(self):
        args = self.args
        if "group" not in args:
            self.consumer.assign(places(args))
        await self.consumer.start()
        if "group" not in args:
            if args["from"] == "earliest":
                await self.consumer.seek_to_beginning()
            elif args["from"] == "latest":
                await self.consumer.seek_to_end()
            else:
                for place in places(args):
                    self.consumer.seek(place, args["from"])
        self.task = asyncio.create_task(self.poll())

    async def poll(self):
        while True:
            try:
                batches = await self.consumer.getmany(timeout_ms=100)
            except Exception as error:
                await self.queue.put(error)
                continue
            for records in batches.values():
                for it in records:
                    await self.queue.put(told_record(
                        it.partition, it.offset, it.timestamp, it.key, it.value, it.headers))

    async def take(self, count, timeout_ms):
        end = asyncio.get_running_loop().time() + timeout_ms / 1000
        taken = []
        while len(taken) < count:
            try:
                left = max(0, end - asyncio.get_running_loop().time())
                item = await asyncio.wait_for(self.queue.get(), left)
            except asyncio.TimeoutError:
                break
            if isinstance(item, Exception):
                raise item
            taken.append(item)
        return taken

    async def seek(self, partition, offset):
        self.consumer.seek(TopicPartition(self.args["topic"], partition), offset)
        self.queue = asyncio.Queue()

    async def commit(self, offsets):
        topic = self.args["topic"]
        await self.consumer.commit({TopicPartition(topic, it["partition"]): it["offset"] for it in offsets})

    async def close(self):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.consumer.stop()


async def open_reader(args):
    reader = Reader(args)
    await reader.start()
    readers[args["reader"]] = reader


async def offsets(args):
    consumer = consumer_of(args)
    await consumer.start()
    try:
        spec = args["spec"]
        parts = places(args)
        if isinstance(spec, (int, float)):
            found = await consumer.offsets_for_times({it: int(spec) for it in parts})
            return [found[it].offset if found.get(it) else -1 for it in parts]
        ask = consumer.beginning_offsets if spec == "earliest" else consumer.end_offsets
        found = await ask(parts)
        return [found[it] for it in parts]
    finally:
        await consumer.stop()


# --- Admin ----------------------------------------------------------------------------------------


async def create_topic(admin, args):
    if "assignments" in args:
        assignments = dict(enumerate(args["assignments"]))
        topic = NewTopic(args["name"], -1, -1, assignments, args.get("configs"))
    else:
        topic = NewTopic(args["name"], args["partitions"], args["replicas"], None, args.get("configs"))
    told = await admin.create_topics([topic], validate_only=args.get("validateOnly", False))
    checked(told.topic_errors[0][1], told.topic_errors[0][2])


async def delete_topic(admin, args):
    told = await admin.delete_topics([args["name"]])
    checked(told.topic_error_codes[0][1])


async def create_partitions(admin, args):
    wanted = NewPartitions(args["count"], args.get("assignments"))
    told = await admin.create_partitions({args["name"]: wanted}, validate_only=args.get("validateOnly", False))
    checked(told.topic_errors[0][1], told.topic_errors[0][2])


async def describe_topic(admin, args):
    (topic,) = await admin.describe_topics([args["name"]])
    checked(topic["error_code"])
    return [{
        "partition": it["partition"],
        "leader": it["leader"],
        "replicas": it["replicas"],
        "isr": it["isr"],
    } for it in sorted(topic["partitions"], key=lambda it: it["partition"])]


async def describe_cluster(admin, _args):
    told = await admin.describe_cluster()
    brokers = [{"id": it["node_id"], "address": f"{it['host']}:{it['port']}", "rack": it.get("rack")}
               for it in told["brokers"]]
    return {"clusterId": told.get("cluster_id"), "controller": told["controller_id"], "brokers": brokers}


async def describe_configs(admin, args):
    (told,) = await admin.describe_configs([ConfigResource(args["type"], args["name"])])
    (resource,) = told.resources
    checked(resource[0], resource[1])
    # Version 1 and later tell a source, of which 5 is Kafka's default.
    return {it[0]: {"value": it[1], "isDefault": it[3] == 5} for it in resource[4]}


async def alter_configs(admin, args):
    told = await admin.alter_configs([ConfigResource(args["type"], args["name"], args["configs"])])
    for answered in told:
        for resource in answered.resources:
            checked(resource[0], resource[1])


async def delete_records(admin, args):
    place = TopicPartition(args["topic"], args["partition"])
    return (await admin.delete_records({place: RecordsToDelete(args["offset"])}))[place]


async def list_groups(admin, _args):
    return [it[0] for it in await admin.list_consumer_groups()]


async def describe_group(admin, args):
    (told,) = await admin.describe_consumer_groups([args["group"]])
    group = told.groups[0]
    checked(group[0])
    return {"state": group[2], "members": len(group[5])}


async def group_offsets(admin, args):
    told = await admin.list_consumer_group_offsets(args["group"])
    return {f"{it.topic}-{it.partition}": place.offset for it, place in told.items()}


async def list_topics(admin, _args):
    return await admin.list_topics()


works = {
    "produce": produce,
    "open": open_reader,
    "take": lambda args: readers[args["reader"]].take(args["count"], args["timeoutMs"]),
    "seek": lambda args: readers[args["reader"]].seek(args["partition"], args["offset"]),
    "commit": lambda args: readers[args["reader"]].commit(args["offsets"]),
    "close": lambda args: readers.pop(args["reader"]).close(),
    "offsets": offsets,
}
admin_works = {
    "createTopic": create_topic,
    "deleteTopic": delete_topic,
    "createPartitions": create_partitions,
    "listTopics": list_topics,
    "describeTopic": describe_topic,
    "describeCluster": describe_cluster,
    "describeConfigs": describe_configs,
    "alterConfigs": alter_configs,
    "deleteRecords": delete_records,
    "listGroups": list_groups,
    "describeGroup": describe_group,
    "groupOffsets": group_offsets,
}


async def work(admin, request):
    op, args = request["op"], request["args"]
    try:
        if op == "assigned":
            result = sorted(it.partition for it in readers[args["reader"]].consumer.assignment())
        elif op in admin_works:
            result = await admin_works[op](admin, args)
        else:
            result = await works[op](args)
        answer(request, result=result)
    except Exception as error:  # every failure is an answer
        answer(request, error=failure_of(error))


async def main():
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=LARGE_BYTES)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    tasks = set()
    async for line in lines:
        task = asyncio.create_task(work(admin, json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    for reader in readers.values():
        await reader.close()
    await admin.close()


asyncio.run(main())
