"""Break a good line in one place: documents to refuse, requests to refuse.

Every breakage is one rule of README.md or of the grammar.
"""
from __future__ import annotations

import json
import random
from typing import Any, Callable

Document = dict[str, Any]
Statement = dict[str, Any]


def _set(name: str, value: Any) -> Callable[[Statement], None]:
    def change(statement: Statement) -> None:
        for opposite in (name[3:] if name.startswith("Not") else "Not" + name,):
            statement.pop(opposite, None)
        statement[name] = value
    return change


def _condition(block: Any) -> Callable[[Statement], None]:
    def change(statement: Statement) -> None:
        statement["Condition"] = block
    return change


def _values(operator: str, *values: Any) -> list[Callable]:
    return [_condition({operator: {"app:Key": value}}) for value in values]


def _both(name: str) -> Callable[[Statement], None]:
    def change(statement: Statement) -> None:
        value = statement.get(name, statement.get("Not" + name))
        statement[name] = statement["Not" + name] = value
    return change


def _without(*names: str) -> Callable[[Statement], None]:
    def change(statement: Statement) -> None:
        for name in names:
            statement.pop(name, None)
    return change


STATEMENT: list[Callable[[Statement], None]] = [
    _set("Effect", "allow"), _set("Effect", "DENY"), _set("Effect", "Allow "),
    _set("Effect", ["Allow"]), _set("Effect", True), _without("Effect"),
    _without("Action", "NotAction"), _both("Action"),
    _set("Action", "sagemaker"), _set("Action", "a:b:c"),
    _set("Action", ":CreateModel"), _set("Action", "sagemaker:"),
    _set("Action", "s3: GetObject"), _set("Action", ["s3:*", ""]),
    _set("Action", 5), _set("Action", {}), _set("Action", None),
    _set("NotAction", ["s3"]), _set("action", "*"), _set("Actions", "*"),
    _set("Sid", 5), _set("Sid", ["a"]), _set("Sid", "a\0b"),
    _set("Extra", "x"), _set("condition", {}),
    _condition([]), _condition("x"), _condition({"StringEquals": "x"}),
    _condition({"StringEquals": []}), _condition({"StringEqual": {}}),
    _condition({"stringEquals": {"app:Key": "x"}}),
    _condition({"StringEqualsifexists": {"app:Key": "x"}}),
    _condition({"ForAllvalues:StringEquals": {"app:Key": "x"}}),
    _condition({"ForAnyValues:StringEquals": {"app:Key": "x"}}),
    _condition({"ForAnyValue:": {"app:Key": "x"}}),
    _condition({"IfExists": {"app:Key": "x"}}),
    _condition({"NullIfExists": {"app:Key": "true"}}),
    _condition({"ForAllValues:NullIfExists": {"app:Key": "true"}}),
    _condition({"StringEqualsIfExistsIfExists": {"app:Key": "x"}}),
    _condition({"BinaryNotEquals": {"app:Key": "QUJD"}}),
    _condition({"NotBool": {"app:Key": "true"}}),
    _condition({"StringEquals": {"app:Key": "x", "APP:key": "y"}}),
    *_values("StringEquals", None, {}, [["x"]], "a\0b", ["x", None]),
    *_values("NumericEquals", "abc", "", "1e3", " 5", "5.", ".5", "0x10",
             "1234567890123456789012345678901", "${aws:EpochTime}", True),
    *_values("DateLessThan", "soon", "2026-13-01", "2023-02-29",
             "2026-01-01T00:00:00", "2026-01-01T25:00Z", "2026-1-1", "",
             "2026-01-01 00:00:00Z", "${aws:CurrentTime}", "1.5"),
    *_values("Bool", "yes", "", 1, "${aws:SecureTransport}", "true "),
    *_values("IpAddress", "10.0.0.256", "10.0.0.0/33", "10.0.0", "", "*",
             "010.0.0.1", "2001:db8::/129", "10.0.0.0/", "2001:db8::g/32",
             "${aws:SourceIp}", "10.0.0.0/-1", "1::2::3"),
    *_values("BinaryEquals", "QUJ", "!!!!", "QUJD=", "${app:Blob}"),
    *_values("Null", "yes", "", "${app:Key}", 0),
]

# These need Version 2012-10-17, where variables are read.
VARIABLES: list[Callable[[Statement], None]] = [
    *_values("StringEquals", "${aws:username", "${}", "${aws: username}",
             "a${", "${, 'x'}", "${aws:username, 'x}", "${ aws:username}",
             "${aws:username , 'x'}"),
    *_values("ArnLike", "arn:aws:iam::${aws:username:role/x"),
]

RESOURCE: list[Callable[[Statement], None]] = [
    _both("Resource"),
    _set("Resource", "bkt/*"), _set("Resource", ""), _set("Resource", 5),
    _set("Resource", ["*", "ARN:aws:s3:::b"]), _set("Resource", {}),
    _set("NotResource", "arn"), _set("Resource", None),
]

PRINCIPAL: list[Callable[[Statement], None]] = [
    _without("Principal", "NotPrincipal"), _both("Principal"),
    *[_set("Principal", value) for value in (
        "anna", "", [], None, {"aws": "*"}, {"AWS": 5}, {"AWS": "anna"},
        {"AWS": "arn:aws:iam::111122223333:group/g"},
        {"AWS": "arn:aws:iam::111122223333:role/*"},
        {"AWS": "arn:aws:iam::111122223333:*"},
        {"AWS": "arn:aws:iam::1111:root"}, {"AWS": "11112222333"},
        {"AWS": ["*", None]}, {"AWS": "arn:aws:sts::111122223333:"
                               "assumed-role/DS"},
        {"Service": "*"}, {"Federated": "*"}, {"Other": "x"},
        {"Service": ["lambda.amazonaws.com", 5]})],
]

NO_RESOURCE: list[Callable[[Statement], None]] = [
    _without("Resource", "NotResource"),
]

NO_PRINCIPAL: list[Callable[[Statement], None]] = [
    _set("Principal", "*"), _set("NotPrincipal", {"AWS": "*"}),
    _set("Principal", {}),
]

TRUST: list[Callable[[Statement], None]] = [
    _set("Resource", "*"), _set("NotResource", "*"), _set("Resource", []),
    _set("NotPrincipal", {"AWS": "*"}),
]

RCP: list[Callable[[Statement], None]] = [
    _without("Principal"), _set("Principal", {"AWS": "*"}),
    _set("NotPrincipal", {"AWS": "*"}),
]


def _versions(values: list[Any]) -> list[Callable[[Document], None]]:
    def change(value: Any) -> Callable[[Document], None]:
        return lambda document: document.__setitem__("Version", value)
    return [change(value) for value in values]


DOCUMENT: list[Callable[[Document], Any]] = [
    *_versions(["2012-10-18", "2012-10-17 ", "", None, 20121017]),
    lambda document: document.__setitem__("Extra", 1),
    lambda document: document.__setitem__("statement", []),
    lambda document: document.__setitem__("Id", 5),
    lambda document: document.__setitem__("Statement", "x"),
    lambda document: document.__setitem__("Statement", None),
    lambda document: document.__setitem__("Statement", ["x"]),
    lambda document: document.__setitem__("Statement", [[]]),
    lambda document: document.pop("Statement"),
    lambda document: "",
    lambda document: "[]",
    lambda document: "null",
    lambda document: json.dumps(document) + "}",
    lambda document: json.dumps(document)[:-1],
    lambda document: json.dumps(document)[:-1] + ",}",
    lambda document: json.dumps(document)[:-1] + ',"Statement":[]}',
    lambda document: json.dumps(document).replace(
        '"Effect"', '"Effect": "Deny", "Effect"'),
    lambda document: json.dumps(document).replace(
        '"Effect"', '"Sid": "a\\u0000", "Effect"'),
    lambda document: json.dumps(document).replace("{", "{'a':1,", 1),
]

KINDS = {"scps": "scp", "rcps": "rcp"}


def _slots(policies: dict) -> list[tuple[str, Any, Any]]:
    """Every document as (policy type, container, key in the container)."""
    found = []
    for name, value in policies.items():
        if name in KINDS:
            for level in value:
                found += [(KINDS[name], level, i) for i in range(len(level))]
        elif isinstance(value, list):
            found += [(name, value, i) for i in range(len(value))]
        else:
            found.append((name, policies, name))
    return found


def statement_breakages(kind: str) -> list[Callable[[Statement], None]]:
    """What may be done to a statement of this policy type."""
    own = {"trust": PRINCIPAL + TRUST, "rcp": RCP + NO_RESOURCE + RESOURCE,
           "resource": PRINCIPAL + RESOURCE}
    return STATEMENT + 3 * own.get(
        kind, NO_PRINCIPAL + NO_RESOURCE + RESOURCE)


def break_policy(line: dict, chance: random.Random) -> None:
    """Break one document of the line, if it has any."""
    slots = _slots(line["policies"])
    if not slots:
        return
    kind, container, key = chance.choice(slots)
    document = container[key]
    if isinstance(document, str):
        document = json.loads(document)
    if isinstance(document["Statement"], dict):
        document["Statement"] = [document["Statement"]]
    statements = document["Statement"]
    roll = chance.random()
    if roll < 0.25 or not statements:
        changed = chance.choice(DOCUMENT)(document)
        container[key] = document if changed is None else changed
        return
    statement = chance.choice(statements)
    if roll < 0.35:
        document["Version"] = "2012-10-17"
        chance.choice(VARIABLES)(statement)
    elif roll < 0.4 and kind in ("session", "scp"):
        _set("Resource", "arn:aws:s3")(statement)
    elif roll < 0.4 and kind in ("scp", "rcp"):
        document.pop("Version")
    else:
        chance.choice(statement_breakages(kind))(statement)
    text = json.dumps(document)
    # A NUL or a repeated key spoils the whole line for some readers, so such
    # documents are given as text.
    container[key] = text if "\\u0000" in text else document


REQUEST: list[Callable[[dict], Any]] = [
    lambda r: r.pop("principal"), lambda r: r.pop("action"),
    lambda r: r.pop("resource"), lambda r: r.update(principal=5),
    lambda r: r.update(principal={}), lambda r: r.update(principal="anna"),
    lambda r: r.update(principal={"type": "Root"}),
    lambda r: r.update(principal="arn:aws:iam::111122223333:group/g"),
    lambda r: r.update(principal="arn:aws:iam::1111:root"),
    lambda r: r.update(principal="arn:aws:sts::111122223333:"
                       "assumed-role/DS"),
    lambda r: r.update(action="sagemaker"), lambda r: r.update(action="a:b:c"),
    lambda r: r.update(action=["s3:GetObject"]),
    lambda r: r.update(resource="bkt"), lambda r: r.update(resource=""),
    lambda r: r.update(resource="arn:aws:s3::b"),
    lambda r: r.update(resource=None), lambda r: r.update(resourceAccount=5),
    lambda r: r.update(context=[]), lambda r: r.update(context="x"),
    lambda r: r.update(context={"app:Key": None}),
    lambda r: r.update(context={"app:Key": {"a": "b"}}),
    lambda r: r.update(context={"app:Key": [["x"]]}),
    lambda r: r.update(context={"app:Key": "x", "APP:key": "x"}),
    lambda r: r.update(context={"app:Key": "a\0b"}),
    lambda r: r.update(managementAccount=["1"]),
]


def break_request(line: dict, chance: random.Random) -> str:
    """The line with a request, or a frame, to refuse."""
    roll = chance.random()
    if roll < 0.8:
        chance.choice(REQUEST)(line["request"])
        return json.dumps(line)
    if roll < 0.9:
        line.pop(chance.choice(("policies", "request")))
        return json.dumps(line)
    text = json.dumps(line)
    return chance.choice((text[:-1], "[]", "5", "x", text + "}",
                          text.replace('"request"', '"requests"')))
