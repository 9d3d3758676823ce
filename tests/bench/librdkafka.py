"""Produces and consumes at the full speed of librdkafka: the library that confluent-kafka brings,
called directly and in batches, so that Python does nothing per message."""

import ctypes
import glob
import os
import time
from ctypes import POINTER, Structure, c_char_p, c_int, c_int32, c_int64, c_size_t, c_void_p

import confluent_kafka

PRODUCER, CONSUMER = 0, 1
ANY_PARTITION = -1
QUEUE_FULL = -184
SLOWEST_RATE = 2000
BATCH = 5000
FLUSH_TIMEOUT_MS = 300_000


class Message(Structure):
    _fields_ = [
        ("err", c_int),
        ("topic", c_void_p),
        ("partition", c_int32),
        ("payload", c_void_p),
        ("length", c_size_t),
        ("key", c_void_p),
        ("key_length", c_size_t),
        ("offset", c_int64),
        ("private", c_void_p),
    ]


def load_library():
    beside = os.path.dirname(os.path.dirname(confluent_kafka.__file__))
    [path] = glob.glob(f"{beside}/confluent_kafka.libs/librdkafka-*.so*")
    library = ctypes.CDLL(path)
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_topic_new"):
        getattr(library, name).restype = c_void_p
    library.rd_kafka_conf_set.argtypes = [c_void_p, c_char_p, c_char_p, c_char_p, c_size_t]
    library.rd_kafka_conf_set_dr_msg_cb.argtypes = [c_void_p, c_void_p]
    library.rd_kafka_new.argtypes = [c_int, c_void_p, c_char_p, c_size_t]
    library.rd_kafka_topic_new.argtypes = [c_void_p, c_char_p, c_void_p]
    library.rd_kafka_produce_batch.argtypes = [c_void_p, c_int32, c_int, POINTER(Message), c_int]
    library.rd_kafka_poll.argtypes = [c_void_p, c_int]
    library.rd_kafka_flush.argtypes = [c_void_p, c_int]
    library.rd_kafka_consume_start.argtypes = [c_void_p, c_int32, c_int64]
    library.rd_kafka_consume_callback.argtypes = [c_void_p, c_int32, c_int, c_void_p, c_void_p]
    return library


library = load_library()
Report = ctypes.CFUNCTYPE(None, c_void_p, POINTER(Message), c_void_p)


def client(kind, settings, report=None):
    why = ctypes.create_string_buffer(512)
    conf = library.rd_kafka_conf_new()
    for name, value in settings.items():
        if library.rd_kafka_conf_set(conf, name.encode(), str(value).encode(), why, 512) != 0:
            raise SystemExit(why.value.decode())
    if report is not None:
        library.rd_kafka_conf_set_dr_msg_cb(conf, ctypes.cast(report, c_void_p))
    handle = library.rd_kafka_new(kind, conf, why, 512)
    if not handle:
        raise SystemExit(why.value.decode())
    return handle


def latest_end(began, count):
    return began + 60 + count / SLOWEST_RATE


def produce(bootstrap, topic, count, size, acks, batch=None):
    """Seconds from the first message to the last acknowledgement, on a connection that stands."""
    failures = []
    # Only failed messages are reported: nothing of Python runs for the others.
    report = Report(lambda _, message, __: failures.append(message.contents.err))
    settings = {
        "bootstrap.servers": bootstrap,
        "acks": acks,
        "linger.ms": 20 if acks == "1" else 5,
        "queue.buffering.max.messages": 1_000_000 if size < 500 else 100_000,
        "delivery.report.only.error": "true",
    }
    if batch is not None:
        settings |= {"batch.num.messages": batch, "linger.ms": 0}
    handle = client(PRODUCER, settings, report)
    target = library.rd_kafka_topic_new(handle, topic.encode(), None)
    payload = ctypes.create_string_buffer(b"x" * size, size)
    messages = (Message * BATCH)()
    for message in messages:
        message.payload, message.length = ctypes.addressof(payload), size
    library.rd_kafka_produce_batch(target, ANY_PARTITION, 0, messages, 1)
    library.rd_kafka_flush(handle, FLUSH_TIMEOUT_MS)
    began, sent = time.perf_counter(), 0
    deadline = latest_end(began, count)
    while sent < count and not failures:
        wanted = min(BATCH, count - sent)
        sent += library.rd_kafka_produce_batch(target, ANY_PARTITION, 0, messages, wanted)
        # Waits where the queue is full.
        library.rd_kafka_poll(handle, 2 if messages[wanted - 1].err == QUEUE_FULL else 0)
        if time.perf_counter() > deadline:
            raise SystemExit(f"{sent} of {count} messages taken, error {messages[0].err}")
    left = library.rd_kafka_flush(handle, FLUSH_TIMEOUT_MS)
    seconds = time.perf_counter() - began
    if failures or left != 0:
        raise SystemExit(f"messages were not acknowledged: errors {set(failures)}, flush {left}")
    return seconds


def paced(bootstrap, topic, rate, size, seconds):
    """Messages a second that went out, with as many to be sent each 20 ms as the rate wants."""
    settings = {
        "bootstrap.servers": bootstrap,
        "client.id": "bench-paced",
        "acks": "all",
        "linger.ms": 20,
        "queue.buffering.max.messages": 1_000_000,
        "delivery.report.only.error": "true",
    }
    handle = client(PRODUCER, settings, None)
    target = library.rd_kafka_topic_new(handle, topic.encode(), None)
    payload = ctypes.create_string_buffer(b"x" * size, size)
    messages = (Message * BATCH)()
    for message in messages:
        message.payload, message.length = ctypes.addressof(payload), size
    began, sent = time.perf_counter(), 0
    while (elapsed := time.perf_counter() - began) < seconds:
        wanted = min(BATCH, int(elapsed * rate) - sent)
        if wanted > 0:
            sent += library.rd_kafka_produce_batch(target, ANY_PARTITION, 0, messages, wanted)
        library.rd_kafka_poll(handle, 0)
        time.sleep(0.02)
    left = library.rd_kafka_flush(handle, FLUSH_TIMEOUT_MS)
    return (sent - left) / (time.perf_counter() - began)


def consume(bootstrap, topic, count):
    """Seconds from the first message to the last."""
    # A queue that takes what comes: a full one would keep librdkafka from fetching for a while.
    roomy = {
        "queued.min.messages": 1_000_000,
        "queued.max.messages.kbytes": 500_000,
        "fetch.queue.backoff.ms": 1,
    }
    handle = client(CONSUMER, {"bootstrap.servers": bootstrap, "group.id": "bench", **roomy})
    source = library.rd_kafka_topic_new(handle, topic.encode(), None)
    # A function of the library that only looks at the message stands in for the application.
    look = ctypes.cast(library.rd_kafka_message_status, c_void_p)
    library.rd_kafka_consume_start(source, 0, 0)
    began, seen, deadline = None, 0, latest_end(time.perf_counter(), count)
    while seen < count:
        taken = library.rd_kafka_consume_callback(source, 0, 100, look, None)
        # Messages come by thousands; a single entry at first is an event of librdkafka's own.
        if taken > 1:
            began = began or time.perf_counter()
        if began is not None:
            seen += taken
        if time.perf_counter() > deadline:
            raise SystemExit(f"{seen} of {count} messages came")
    return time.perf_counter() - began
