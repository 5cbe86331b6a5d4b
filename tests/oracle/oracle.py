#!/usr/bin/env python3
"""Answer simulate lines (NDJSON) slowly and plainly, to compare others with.

oracle.py [--now RFC3339] [--expect-field NAME] [FILE]
"""
from __future__ import annotations

import argparse
import datetime
import json
import sys
from typing import Any

import documents
import evaluate
import request
import strictjson
from errors import InvalidPolicy, InvalidRequest

LEVELS = {"scps": "scp", "rcps": "rcp"}
LISTS = ("identity",)
ONE_OR_LIST = ("boundary", "session", "resource", "trust")


def need(truth: bool, message: str) -> None:
    if not truth:
        raise InvalidRequest(message)


def check_shape(policies: Any) -> None:
    """The frame around the documents; the documents themselves come later."""
    need(isinstance(policies, dict), "policies must be an object")
    need(not policies.repeated, "policies has the same key twice")
    for name, value in policies.items():
        if name in LISTS:
            need(isinstance(value, list), f"{name} must be a list")
        elif name in LEVELS:
            need(isinstance(value, list)
                 and all(isinstance(level, list) for level in value),
                 f"{name} must be a list of lists")
        else:
            need(name in ONE_OR_LIST, f"unknown policy type {name!r}")
            need(isinstance(value, (dict, list)) or documents.is_string(value),
                 f"{name} must be a document or a list of documents")


def load(policies: dict) -> evaluate.Policies:
    """Parse every document of the line; raises InvalidPolicy."""
    def union(listed: list, kind: str) -> evaluate.Statements:
        return [statement for document in listed
                for statement in documents.parse(document, kind)]

    loaded = evaluate.Policies()
    for name, value in policies.items():
        if name in LEVELS:
            setattr(loaded, name,
                    [union(level, LEVELS[name]) for level in value])
            continue
        listed = value if isinstance(value, list) else [value]
        if listed or name not in ("boundary", "session"):
            setattr(loaded, name, union(listed, name))
    return loaded


def answer(line: str, now: datetime.datetime) -> dict[str, Any]:
    """The answer to one line."""
    name = None

    def say(decision: str, layer: str, error: str = "") -> dict[str, Any]:
        said = {"id": name, "decision": decision, "layer": layer}
        return said | ({"error": error} if error else {})

    try:
        try:
            asked = strictjson.parse(line)
        except strictjson.NotJson as error:
            raise InvalidRequest(f"not JSON: {error}") from error
        need(isinstance(asked, dict), "a line must be an object")
        name = asked.get("id")
        need(not asked.repeated, "the line has the same key twice")
        need("policies" in asked, "no policies")
        need("request" in asked, "no request")
        check_shape(asked["policies"])
        question = request.parse(asked["request"], now)
        policies = load(asked["policies"])
    except InvalidRequest as error:
        return say("INVALID_REQUEST", "request", str(error))
    except InvalidPolicy as error:
        return say("INVALID_POLICY", "policy", str(error))
    return say(*evaluate.decide(policies, question))


def answer_bytes(line: bytes, now: datetime.datetime) -> dict[str, Any]:
    """The answer to one line as it was read."""
    try:
        return answer(line.decode("utf-8"), now)
    except UnicodeDecodeError as error:
        return {"id": None, "decision": "INVALID_REQUEST",
                "layer": "request", "error": str(error)}


def read_now(text: str | None) -> datetime.datetime:
    if text is None:
        return datetime.datetime.now(datetime.timezone.utc)
    return datetime.datetime.fromisoformat(text)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("file", nargs="?", help="standard input if absent")
    options.add_argument("--expect-field", metavar="NAME",
                         help="compare the decision with this field")
    options.add_argument("--now", metavar="RFC3339", help="a fixed clock")
    options = options.parse_args()
    now = read_now(options.now)
    source = open(options.file, "rb") if options.file else sys.stdin.buffer
    passed = failed = 0
    for line in source:
        said = answer_bytes(line, now)
        if options.expect_field is None:
            print(json.dumps(said, ensure_ascii=False))
            continue
        try:
            expected = strictjson.parse(line.decode()).get(
                options.expect_field)
        except (ValueError, AttributeError):
            expected = None
        if said["decision"] == expected:
            passed += 1
        else:
            failed += 1
            print(json.dumps(said | {"expected": expected},
                             ensure_ascii=False))
    if options.expect_field is None:
        return 0
    print(f"{passed} passed, {failed} failed")
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
