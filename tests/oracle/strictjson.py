"""Read JSON without losing anything: repeated keys, the text of numbers, NULs.

Python's own reader keeps the last of two equal keys, turns 1.50 into 1.5 and
accepts NaN.  Each of these hides an error in a policy.
"""
from __future__ import annotations

import json
import re
from typing import Any, Iterator


# perhaps: as itself or as an escape
HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


class NotJson(ValueError):
    """The text is not JSON."""


class Number(str):
    """A JSON number, kept as it was written."""


class Object(dict):
    """A JSON object that remembers whether one of its keys was repeated."""

    repeated = False


def _object(pairs: list[tuple[str, Any]]) -> Object:
    made = Object(pairs)
    made.repeated = len(made) != len(pairs)
    return made


def _no_constant(name: str) -> Any:
    raise NotJson(f"{name} is not JSON")


def parse(text: str) -> Any:
    """The value in a JSON text; raises NotJson."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=Number,
                           parse_float=Number, parse_constant=_no_constant)
        if HALF.search(text):               # half a surrogate pair is no text
            for string in strings(value):
                string.encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    return value


def objects(value: Any) -> Iterator[Object]:
    """Every object in a value, the value itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def strings(value: Any) -> Iterator[str]:
    """Every key and every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def flaw(value: Any) -> str | None:
    """What makes a value unfit although it is JSON, or None."""
    if isinstance(value, str):
        return "a text contains a NUL" if "\0" in value else None
    if isinstance(value, dict):
        if value.repeated:
            return "an object has the same key twice"
        for key, inner in value.items():
            found = flaw(key) or flaw(inner)
            if found:
                return found
    elif isinstance(value, list):
        for inner in value:
            found = flaw(inner)
            if found:
                return found
    return None


def scalar_text(value: Any) -> str | None:
    """The text of a string, number or boolean; None for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):              # Number is one too
        return str(value)
    return None


def plain(value: Any) -> Any:
    """A value as the strict reader would have read it."""
    if isinstance(value, dict):
        return Object((key, plain(v)) for key, v in value.items())
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Number(json.dumps(value))
    return value
