"""Condition operators: how policy values are read, and when one holds.

Sources: IAM User Guide, "Condition operators", "Multivalued context keys",
"Condition element"; where they are silent, README.md.
"""
from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import AddressValueError, IPv6Address
from typing import Any, Callable

import match
from errors import InvalidPolicy
from match import lower

# Keys that hold a set of values by nature, however many a request gives.
MULTIVALUED = {lower(key) for key in (
    "aws:TagKeys", "aws:PrincipalOrgPaths", "aws:ResourceOrgPaths",
    "aws:SourceOrgPaths", "aws:VpceOrgPaths", "aws:CalledVia",
    "aws:PrincipalServiceNamesList", "kms:EncryptionContextKeys",
    "sts:TransitiveTagKeys",
    "sagemaker:AcceleratorTypes",
    "sagemaker:CustomerMetadataPropertiesToRemove",
    "sagemaker:ImageArns", "sagemaker:ImageVersionArns",
    "sagemaker:InstanceTypes",
    "sagemaker:NotebookInstanceLifecycleConfigArns",
    "sagemaker:StudioLifecycleConfigArns", "sagemaker:UpdatableFeatures",
    "sagemaker:VpcSecurityGroupIds", "sagemaker:VpcSubnets",
)}


class Context:
    """The request's condition keys; names compare without regard to case."""

    def __init__(self, values: dict[str, list[str]]):
        self._values = {lower(key): list(v) for key, v in values.items()}

    def values(self, key: str) -> list[str] | None:
        """The key's values; None when it is absent or has none."""
        return self._values.get(lower(key)) or None

    def is_set(self, key: str) -> bool:
        """Is this a key with a set of values rather than one value?"""
        return (lower(key) in MULTIVALUED
                or len(self._values.get(lower(key), [])) > 1)

    def variable(self, key: str) -> str | None:
        """What `${key}` stands for; sets of values have no such value."""
        values = self.values(key)
        if values is None or self.is_set(key):
            return None
        return values[0]


# ---- readers: text to value, None when malformed ---------------------------

def read_number(text: str) -> Decimal | None:
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text):
        return None
    if sum(c.isdigit() for c in text) > 30:
        return None
    return Decimal(text)


def _days(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 in the Gregorian calendar, year 0 included."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    before = year - 1
    return (year * 365 + before // 4 - before // 100 + before // 400
            + sum(lengths[:month - 1]) + day - 719528)


def _month_length(year: int, month: int) -> int:
    next_year, next_month = (year, month + 1) if month < 12 else (year + 1, 1)
    return _days(next_year, next_month, 1) - _days(year, month, 1)


DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2})))?)?)?")


def read_date(text: str) -> int | None:
    """Nanoseconds since 1970-01-01T00:00:00Z."""
    found = DATE.fullmatch(text)
    if not found:
        if not re.fullmatch(r"-?[0-9]+", text) or len(text.lstrip("-")) > 18:
            return None
        return int(text) * 10**9
    year, month, day, hour, minute, second, fraction, sign, zh, zm = (
        found.groups())
    y, mo, d = int(year), int(month or 1), int(day or 1)
    h, mi, s = int(hour or 0), int(minute or 0), int(second or 0)
    if not 1 <= mo <= 12 or not 1 <= d <= _month_length(y, mo):
        return None
    if h > 23 or mi > 59 or s > 59:
        return None
    offset = 0
    if sign:
        if int(zh) > 23 or int(zm) > 59:
            return None
        offset = (int(zh) * 60 + int(zm)) * (60 if sign == "+" else -60)
    seconds = _days(y, mo, d) * 86400 + h * 3600 + mi * 60 + s - offset
    return seconds * 10**9 + int((fraction or "0")[:9].ljust(9, "0"))


def read_bool(text: str) -> bool | None:
    return {"true": True, "false": False}.get(lower(text))


def read_binary(text: str) -> bytes | None:
    if not re.fullmatch(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|"
                        r"[A-Za-z0-9+/]{3}=)?", text):
        return None
    return base64.b64decode(text)


@dataclass(frozen=True)
class Network:
    """An address with the number of leading bits that count."""
    bits: int
    address: int
    prefix: int

    def covers(self, other: "Network") -> bool:
        shift = self.bits - self.prefix
        return (self.bits == other.bits
                and self.address >> shift == other.address >> shift)


def read_address(text: str) -> Network | None:
    """One IPv4 or IPv6 address."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+){3}", text):
        address = 0
        for part in text.split("."):
            if len(part) > 3 or int(part) > 255 or str(int(part)) != part:
                return None
            address = address << 8 | int(part)
        return Network(32, address, 32)
    if "%" in text or not text.isascii():
        return None
    try:
        return Network(128, int(IPv6Address(text)), 128)
    except AddressValueError:
        return None


def read_network(text: str) -> Network | None:
    """An address with an optional /prefix."""
    base, slash, length = text.partition("/")
    address = read_address(base)
    if address is None or not slash:
        return address
    if not re.fullmatch(r"0|[1-9][0-9]{0,2}", length):
        return None
    if int(length) > address.bits:
        return None
    return Network(address.bits, address.address, int(length))


# ---- operators -------------------------------------------------------------

@dataclass(frozen=True)
class Operator:
    """How one operator reads both sides and compares them.

    `request` gives None for malformed request text: then neither the operator
    nor its negation holds.  `equal` says whether one policy value matches.
    """
    policy: Callable[[str, bool], Any]
    request: Callable[[str], Any]
    equal: Callable[[Any, Any, Context], bool]
    negated: bool = False


def _literal(read: Callable[[str], Any]) -> Callable[[str, bool], Any]:
    """A policy value that must be well formed and has no variables."""
    def policy(text: str, variables: bool) -> Any:
        value = read(text)
        if value is None:
            raise InvalidPolicy(f"malformed condition value {text!r}")
        return value
    return policy


def _pattern(wildcards: bool) -> Callable[[str, bool], match.Parts]:
    def policy(text: str, variables: bool) -> match.Parts:
        return match.parse(text, wildcards=wildcards, variables=variables)
    return policy


def _text_equal(parts: list, text: str, context: Context) -> bool:
    filled = match.substitute(parts, context.variable)
    return filled is not None and match.matches(filled, text)


def _text_equal_ignoring_case(parts: list, text: str, context: Context) -> bool:
    filled = match.substitute(parts, context.variable)
    if filled is None:
        return False
    return lower("".join(part.text for part in filled)) == lower(text)


def _arn_equal(parts: list, text: str, context: Context) -> bool:
    pattern, fields = match.split_arn(parts), text.split(":", 5)
    if pattern is None or len(fields) < 6:
        return False
    filled = [match.substitute(field, context.variable) for field in pattern]
    if None in filled:
        return False
    return all(match.matches(*pair) for pair in zip(filled, fields))


def _same(text: str) -> str:
    return text


def _operators() -> dict[str, Operator]:
    table: dict[str, Operator] = {}

    def pair(name: str, negated: str, *functions: Any) -> None:
        table[name] = Operator(*functions)
        table[negated] = Operator(*functions, negated=True)

    pair("StringEquals", "StringNotEquals",
         _pattern(False), _same, _text_equal)
    pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
         _pattern(False), _same, _text_equal_ignoring_case)
    pair("StringLike", "StringNotLike", _pattern(True), _same, _text_equal)
    pair("ArnEquals", "ArnNotEquals", _pattern(True), _same, _arn_equal)
    pair("ArnLike", "ArnNotLike", _pattern(True), _same, _arn_equal)
    pair("IpAddress", "NotIpAddress", _literal(read_network), read_address,
         lambda network, address, _: network.covers(address))
    for family, read in (("Numeric", read_number), ("Date", read_date)):
        sides = (_literal(read), read)
        pair(family + "Equals", family + "NotEquals", *sides,
             lambda policy, request, _: request == policy)
        table[family + "LessThan"] = Operator(
            *sides, lambda policy, request, _: request < policy)
        table[family + "LessThanEquals"] = Operator(
            *sides, lambda policy, request, _: request <= policy)
        table[family + "GreaterThan"] = Operator(
            *sides, lambda policy, request, _: request > policy)
        table[family + "GreaterThanEquals"] = Operator(
            *sides, lambda policy, request, _: request >= policy)
    table["Bool"] = Operator(_literal(read_bool), read_bool,
                             lambda policy, request, _: policy == request)
    table["BinaryEquals"] = Operator(_literal(read_binary), read_binary,
                                     lambda policy, request, _:
                                     policy == request)
    return table


OPERATORS = _operators()
SETS = ("ForAllValues:", "ForAnyValue:")


@dataclass(frozen=True)
class Condition:
    """One key under one operator."""
    set: str                    # "", "ForAllValues:" or "ForAnyValue:"
    operator: str               # a name in OPERATORS, or "Null"
    if_exists: bool
    key: str
    values: tuple[Any, ...]     # policy values, read


def split_name(name: str) -> tuple[str, str, bool]:
    """A written operator name as (set, operator, IfExists)."""
    prefix = next((s for s in SETS if name.startswith(s)), "")
    rest = name[len(prefix):]
    if rest == "Null" or rest in OPERATORS:
        return prefix, rest, False
    base = rest.removesuffix("IfExists")
    if base != rest and base in OPERATORS:
        return prefix, base, True
    raise InvalidPolicy(f"unknown condition operator {name!r}")


def compile_condition(name: str, key: str, values: list[str],
                      variables: bool) -> Condition:
    """Read the policy values of one key; raises InvalidPolicy."""
    prefix, operator, if_exists = split_name(name)
    read = (_literal(read_bool) if operator == "Null"
            else OPERATORS[operator].policy)
    return Condition(prefix, operator, if_exists, key,
                     tuple(read(value, variables) for value in values))


def is_null(values: list[str] | None) -> bool:
    """Absent, without values, or with nothing but empty texts."""
    return values is None or all(value == "" for value in values)


def satisfies(condition: Condition, text: str, context: Context) -> bool:
    """Does one request value satisfy the operator against all the values?"""
    operator = OPERATORS[condition.operator]
    value = operator.request(text)
    if value is None:
        return False
    found = any(operator.equal(policy, value, context)
                for policy in condition.values)
    return found != operator.negated


def holds(condition: Condition, context: Context) -> bool:
    """Is the condition true for this request?"""
    values = context.values(condition.key)
    if condition.operator == "Null":
        if condition.set:
            return condition.set == "ForAllValues:"
        return is_null(values) in condition.values
    if condition.set == "ForAllValues:":
        if is_null(values):
            return True
        return all(satisfies(condition, text, context) for text in values)
    if values is None and condition.if_exists:
        return True
    if condition.set == "ForAnyValue:":
        return any(satisfies(condition, text, context)
                   for text in values or [])
    if values is None:
        return OPERATORS[condition.operator].negated
    if context.is_set(condition.key):
        return False
    return satisfies(condition, values[0], context)
