"""Patterns with * and ?, and with policy variables, against literal text.

Sources: IAM User Guide, "IAM JSON policy elements: Resource", "Variables and
tags", "Condition operators"; where they are silent, README.md.
"""
from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Callable, Optional, Sequence, Union

from errors import InvalidPolicy


@dataclass(frozen=True)
class Text:
    """Characters that stand for themselves."""
    text: str


@dataclass(frozen=True)
class Wild:
    """`*` (many) or `?` (one); in the head of an ARN it may stop at colons."""
    many: bool
    crosses_colon: bool = True


@dataclass(frozen=True)
class Variable:
    """`${key}` or `${key, 'default'}`."""
    key: str
    default: str | None = None


Part = Union[Text, Wild, Variable]
Parts = Sequence[Part]
Lookup = Callable[[str], Optional[str]]

FORBIDDEN_IN_NAME = set(" \t\r\n,'${}")


ASCII_LOWER = {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def lower(text: str) -> str:
    """Fold ASCII letters only: other letters keep their case."""
    return text.lower() if text.isascii() else text.translate(ASCII_LOWER)


def _variable(text: str, start: int) -> tuple[Part, int]:
    """The `${...}` that begins at start, and where the text goes on."""
    inside = start + 2
    for literal in "*?$":
        if text.startswith(literal + "}", inside):
            return Text(literal), inside + 2
    end = inside
    while end < len(text) and text[end] not in ",}":
        end += 1
    name, default = text[inside:end], None
    if text.startswith(", '", end):
        quote = text.find("'", end + 3)
        if quote < 0:
            raise InvalidPolicy("a variable's default is not closed")
        default, end = text[end + 3:quote], quote + 1
    if not text.startswith("}", end):
        raise InvalidPolicy("a variable is not closed")
    if not name or FORBIDDEN_IN_NAME & set(name):
        raise InvalidPolicy("a variable's name is empty or has a blank in it")
    return Variable(name, default), end + 1


@functools.lru_cache(maxsize=10000)
def parse(text: str, *, wildcards: bool, variables: bool) -> tuple[Part, ...]:
    """Cut a pattern into parts; runs of plain characters become one Text."""
    parts: list[Part] = []

    def add(part: Part) -> None:
        if isinstance(part, Text) and parts and isinstance(parts[-1], Text):
            parts[-1] = Text(parts[-1].text + part.text)
        else:
            parts.append(part)

    at = 0
    while at < len(text):
        if variables and text.startswith("${", at):
            part, at = _variable(text, at)
            add(part)
            continue
        if wildcards and text[at] in "*?":
            add(Wild(many=text[at] == "*"))
            at += 1
            continue
        end = at + 1
        while end < len(text) and text[end] not in "*?$":
            end += 1
        add(Text(text[at:end]))
        at = end
    return tuple(parts)


def colons(parts: Parts) -> int:
    """Colons written in the pattern itself, not those of variables."""
    return sum(p.text.count(":") for p in parts if isinstance(p, Text))


def split_arn(parts: Parts) -> list[list[Part]] | None:
    """The six fields of an ARN pattern, or None when there are fewer."""
    fields: list[list[Part]] = [[]]
    for part in parts:
        if not isinstance(part, Text):
            fields[-1].append(part)
            continue
        pieces = part.text.split(":", 6 - len(fields))
        for number, piece in enumerate(pieces):
            if number:
                fields.append([])
            if piece:
                fields[-1].append(Text(piece))
    return fields if len(fields) == 6 else None


def guard_head(parts: Parts) -> list[Part]:
    """Let wildcards in the first five fields stop at colons.

    Only a `*` that ends its field runs over the colons that follow.
    """
    guarded: list[Part] = []
    seen = 0
    for number, part in enumerate(parts):
        if isinstance(part, Text):
            seen += part.text.count(":")
        if isinstance(part, Wild) and seen < 5:
            after = parts[number + 1] if number + 1 < len(parts) else None
            last = after is None or (isinstance(after, Text)
                                     and after.text.startswith(":"))
            part = Wild(part.many, crosses_colon=part.many and last)
        guarded.append(part)
    return guarded


def substitute(parts: Parts, lookup: Lookup) -> list[Part] | None:
    """Put values in the place of variables; None when one has no value."""
    filled: list[Part] = []
    for part in parts:
        if isinstance(part, Variable):
            value = lookup(part.key)
            if value is None:
                value = part.default
            if value is None:
                return None
            part = Text(value)
        filled.append(part)
    return filled


def matches(parts: Parts, text: str) -> bool:
    """Does the pattern cover the whole text?

    Keeps the set of places in the text that the pattern so far can reach.
    """
    places = {0}
    for part in parts:
        if isinstance(part, Text):
            places = {place + len(part.text) for place in places
                      if text.startswith(part.text, place)}
        elif not part.many:
            places = {place + 1 for place in places if place < len(text)
                      and (part.crosses_colon or text[place] != ":")}
        else:
            reached = set()
            for place in places:
                reached.add(place)
                while place < len(text) and place + 1 not in reached and (
                        part.crosses_colon or text[place] != ":"):
                    place += 1
                    reached.add(place)
            places = reached
        if not places:
            return False
    return len(text) in places


@functools.lru_cache(maxsize=10000)
def glob(pattern: str, text: str) -> bool:
    """A plain glob without variables."""
    return matches(parse(pattern, wildcards=True, variables=False), text)
