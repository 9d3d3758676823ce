"""JSONata with the variables and functions that the blocks offer."""

import json
import random
import re
import threading
import time
import uuid
from datetime import datetime, timezone

from faker import Faker
from jsonata import Jsonata

_faker = Faker()
_compiled = threading.local()


def _fake(name):
    """The names are Faker's of JavaScript: `person.fullName` is `name` here, others by their own."""
    known = {
        "person.fullName": "name",
        "person.firstName": "first_name",
        "person.lastName": "last_name",
        "internet.email": "email",
        "internet.ip": "ipv4",
        "location.city": "city",
        "location.country": "country",
        "location.streetAddress": "street_address",
        "phone.number": "phone_number",
        "company.name": "company",
        "lorem.sentence": "sentence",
        "lorem.word": "word",
    }
    own = known.get(name) or re.sub(r"([A-Z])", r"_\1", name.split(".")[-1]).lower()
    return getattr(_faker, own)()


_functions = {
    "int": lambda low, high: random.randint(int(low), int(high)),
    "pick": lambda items: random.choice(items),
    "uuid": lambda: str(uuid.uuid4()),
    "fake": _fake,
}


def _expression(text):
    """Compiled once for each thread."""
    cache = _compiled.__dict__.setdefault("cache", {})
    if text not in cache:
        expression = Jsonata(text)
        for name, function in _functions.items():
            expression.register_lambda(name, function)
        cache[text] = expression
    return cache[text]


def evaluate(text, event, variables):
    """The value of an expression; None for nothing."""
    expression = _expression(text)
    frame = expression.create_frame()
    now = time.time()
    stamp = datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="milliseconds")
    frame.bind("nowMs", int(now * 1000))
    frame.bind("timestamp", stamp.replace("+00:00", "Z"))
    for name, value in variables.items():
        frame.bind(name, value)
    return plain(expression.evaluate(event, frame))


def plain(value):
    """Whole numbers as such, lists and mappings as Python's own."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def evaluate_fields(fields, event, variables):
    """Fields that come out as nothing are left out."""
    values = {name: evaluate(text, event, variables) for name, text in fields.items()}
    return {name: value for name, value in values.items() if value is not None}


def evaluate_value(value, event, variables):
    if isinstance(value, str):
        return evaluate(value, event, variables)
    return evaluate_fields(value, event, variables)


def test(text, event, variables):
    """JSONata's own idea of truth: an empty list or text is none."""
    result = evaluate(text, event, variables)
    return any(result) if isinstance(result, list) else bool(result)


def evaluate_key(text, event, variables):
    """As the key of a record or of a row: text."""
    value = evaluate(text, event, variables)
    return value if value is None or isinstance(value, str) else json.dumps(value)
