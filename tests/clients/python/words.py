"""What the Python drivers share: the words of driver.ts on stdin and stdout."""
import hashlib
import json
import sys
import threading

LARGE_BYTES = 16 << 20
LONG_BYTES = 200
_lock = threading.Lock()


class Refused(Exception):
    """A failure that the library tells as a code in an answer."""

    def __init__(self, code, name, message):
        super().__init__(message)
        self.code = code
        self.name = name


def answer(request, **told):
    line = json.dumps({"id": request["id"], **told})
    with _lock:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def encoded(text):
    return None if text is None else text.encode()


def decoded(data):
    return None if data is None else data.decode()


def value_of(record):
    return b"x" * record["size"] if "size" in record else encoded(record.get("value"))


def headers_of(record):
    return [(name, encoded(value)) for name, value in record.get("headers", [])]


def told_record(partition, offset, timestamp, key, value, headers):
    told = {
        "partition": partition,
        "offset": offset,
        "timestamp": timestamp,
        "key": decoded(key),
        "headers": [[name, decoded(data)] for name, data in headers or []],
    }
    if value is not None and len(value) > LONG_BYTES:
        told["size"] = len(value)
        told["sha256"] = hashlib.sha256(value).hexdigest()
    else:
        told["value"] = decoded(value)
    return told
