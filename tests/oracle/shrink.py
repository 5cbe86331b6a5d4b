"""Make a line smaller while it keeps the property that made it worth showing."""
from __future__ import annotations

import copy
import json
from typing import Any, Callable, Iterator

Keeps = Callable[[list[str]], list[bool]]       # many lines at once
STEPS = 400


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """The paths to everything inside a value, outermost first."""
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    else:
        return
    for key, _ in inner:
        yield path + (key,)
    for key, held in inner:
        yield from places(held, path + (key,))


def at(value: Any, path: tuple) -> Any:
    for key in path:
        value = value[key]
    return value


def simpler(value: Any) -> list[Any]:
    """What one value could be instead, smallest first."""
    if isinstance(value, list):
        return value[:1] if len(value) == 1 else []
    if isinstance(value, dict):
        return []
    if isinstance(value, str):
        try:
            parsed = json.loads(value)
        except ValueError:
            parsed = None
        options = [parsed] if isinstance(parsed, dict) else []
        return options + [s for s in ("*", "a", "2012-10-17") if s != value
                          and len(s) < len(value)]
    return []


def halves(line: Any) -> Iterator[Any]:
    """The line with one half of a list."""
    for path in places(line):
        whole = at(line, path)
        if not isinstance(whole, list) or len(whole) < 2:
            continue
        middle = len(whole) // 2
        for half in (whole[:middle], whole[middle:]):
            changed = copy.deepcopy(line)
            at(changed, path[:-1])[path[-1]] = copy.deepcopy(half)
            yield changed


def candidates(line: Any) -> Iterator[Any]:
    """The line with one thing removed or replaced."""
    found = [path for path in places(line) if path != ("id",)]
    for path in found:
        changed = copy.deepcopy(line)
        del at(changed, path[:-1])[path[-1]]
        yield changed
    for path in found:
        for option in simpler(at(line, path)):
            changed = copy.deepcopy(line)
            at(changed, path[:-1])[path[-1]] = option
            yield changed


def shrink(line: str, keeps: Keeps) -> str:
    """The smallest line found that still has the property."""
    try:
        value = json.loads(line)
    except ValueError:
        return line
    if not isinstance(value, dict) or not keeps([json.dumps(value)])[0]:
        return line                     # a repeated key, lost by reading it
    for make in (halves, candidates):
        for _ in range(STEPS):
            tried = list(make(value))
            kept = keeps([json.dumps(one) for one in tried]) if tried else []
            better = [one for one, kept_it in zip(tried, kept) if kept_it]
            if not better:
                break
            value = min(better, key=lambda one: len(json.dumps(one)))
    return json.dumps(value, ensure_ascii=False)
