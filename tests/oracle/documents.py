"""Parse one policy document strictly: what is not understood is refused.

Sources: IAM User Guide, "Grammar of the IAM JSON policy language" and the
pages of the elements; Access Analyzer policy checks; Organizations User
Guide, "SCP syntax" and "RCP syntax"; where they are silent, README.md.
"""
from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

import conditions
import match
import principals
import strictjson
from errors import InvalidPolicy
from match import lower

KINDS = ("identity", "boundary", "session", "scp", "rcp", "resource", "trust")
WITH_PRINCIPAL = ("resource", "trust", "rcp")
VARIABLES_VERSION = "2012-10-17"
VERSIONS = ("2008-10-17", VARIABLES_VERSION)
ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action",
            "NotAction", "Resource", "NotResource", "Condition"}


@dataclass
class Statement:
    """One statement, ready to be evaluated."""
    effect: str
    actions: list[str]
    not_action: bool
    # None: the role of a trust policy, what a resource policy hangs on
    resources: list[match.Parts] | None
    resource_texts: list[str]
    not_resource: bool
    principals: list[tuple[str, str]] | None    # (kind, value); None: no such
    not_principal: bool
    conditions: list[conditions.Condition] = field(default_factory=list)
    inert: bool = False                         # has an empty list somewhere


def require(truth: bool, message: str) -> None:
    if not truth:
        raise InvalidPolicy(message)


def parse(document: Any, kind: str) -> list[Statement]:
    """The statements of a document; raises InvalidPolicy."""
    if isinstance(document, str) and not isinstance(document,
                                                    strictjson.Number):
        try:
            document = strictjson.parse(document)
        except strictjson.NotJson as error:
            raise InvalidPolicy(f"not JSON: {error}") from error
    require(isinstance(document, dict), "a document must be an object")
    flaw = strictjson.flaw(document)
    require(flaw is None, flaw or "")
    require(set(document) <= {"Version", "Id", "Statement"},
            "unknown element at the top")
    require("Id" not in document or is_string(document["Id"]),
            "Id must be a string")
    version = document.get("Version")
    require("Version" not in document or version in VERSIONS,
            "unknown Version")
    require(kind not in ("scp", "rcp") or version == VARIABLES_VERSION,
            "this policy type needs Version 2012-10-17")
    require("Statement" in document, "no Statement")
    statements = document["Statement"]
    if isinstance(statements, dict):
        statements = [statements]
    require(isinstance(statements, list), "Statement must be a list")
    return [parse_statement(statement, kind, version == VARIABLES_VERSION)
            for statement in statements]


def is_string(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, strictjson.Number)


def string_list(value: Any, what: str) -> list[str]:
    values = value if isinstance(value, list) else [value]
    require(all(is_string(v) for v in values), f"{what} must be strings")
    return [str(v) for v in values]


def either(statement: dict, name: str) -> tuple[bool, Any]:
    """Exactly one of an element and its Not form: (is the Not form, value)."""
    positive, negative = name in statement, "Not" + name in statement
    require(positive != negative, f"one of {name} and Not{name} is needed")
    return negative, statement["Not" + name if negative else name]


def parse_statement(statement: Any, kind: str, variables: bool) -> Statement:
    require(isinstance(statement, dict), "a statement must be an object")
    unknown = set(statement) - ELEMENTS
    require(not unknown, f"unknown elements {sorted(unknown)}")
    require("Sid" not in statement or is_string(statement["Sid"]),
            "Sid must be a string")
    effect = statement.get("Effect")
    require(effect in ("Allow", "Deny"), "Effect must be Allow or Deny")

    not_action, actions = either(statement, "Action")
    actions = string_list(actions, "actions")
    for action in actions:
        check_action(action)
    parsed = Statement(effect, actions, not_action, None, [], False,
                       None, False)
    parsed.inert = not actions

    if kind == "trust":
        require("Resource" not in statement
                and "NotResource" not in statement,
                "a trust policy has no Resource")
    elif (kind != "resource" or "Resource" in statement
          or "NotResource" in statement):
        parsed.not_resource, resources = either(statement, "Resource")
        parsed.resource_texts = string_list(resources, "resources")
        parsed.resources = [parse_resource(text, kind, variables)
                            for text in parsed.resource_texts]
        parsed.inert = parsed.inert or not parsed.resources

    if kind in WITH_PRINCIPAL:
        parsed.not_principal, principal = either(statement, "Principal")
        require(not parsed.not_principal or kind == "resource",
                "NotPrincipal is not allowed here")
        require(kind != "rcp" or principal == "*",
                "an RCP's Principal must be *")
        parsed.principals = parse_principal(principal)
        parsed.inert = parsed.inert or not parsed.principals
    else:
        require("Principal" not in statement
                and "NotPrincipal" not in statement,
                "this policy type has no Principal")

    if "Condition" in statement:
        block = statement["Condition"]
        parsed.conditions, empty = parse_conditions(block, variables)
        parsed.inert = parsed.inert or empty
    return parsed


@functools.lru_cache(maxsize=10000)
def check_action(text: str) -> None:
    if text == "*":
        return
    service, colon, name = text.partition(":")
    require(bool(service and name) and ":" not in name,
            f"action {text!r} is not service:name")
    require(not any(c.isspace() for c in text),
            f"action {text!r} has a blank in it")


@functools.lru_cache(maxsize=10000)
def parse_resource(text: str, kind: str, variables: bool) -> match.Parts:
    """A Resource pattern, padded where its policy type does so."""
    parts = match.parse(text, wildcards=True, variables=variables)
    is_arn = text.startswith("arn:")
    free = text[:1] in ("*", "?") or (variables and text.startswith("${"))
    require(is_arn or free, f"resource {text!r} is not an ARN")
    missing = 5 - match.colons(parts)
    if is_arn and missing > 0:
        require(kind != "session", "an incomplete ARN in a session policy")
        require(kind != "scp" or text.endswith("*"),
                "an incomplete ARN in an SCP")
        if kind in ("identity", "boundary"):
            parts = match.parse(text + ":*" * missing, wildcards=True,
                                variables=variables)
    # what does not begin as an ARN has no fields: one glob over everything
    return match.guard_head(parts) if text.startswith("arn:") else parts


def parse_principal(principal: Any) -> list[tuple[str, str]]:
    """The entries of a Principal element as (kind, value)."""
    if is_string(principal):
        require(principal == "*", "Principal must be * or an object")
        return [("AWS", "*")]
    require(isinstance(principal, dict), "Principal must be * or an object")
    entries = []
    for kind, values in principal.items():
        require(kind in ("AWS", "Service", "Federated", "CanonicalUser"),
                f"unknown kind of principal {kind!r}")
        for value in string_list(values, "principals"):
            require(principals.entry_is_known(kind, value),
                    f"principal {value!r} is not understood")
            entries.append((kind, value))
    return entries


def parse_conditions(
        block: Any, variables: bool) -> tuple[list[conditions.Condition],
                                              bool]:
    """The conditions of a statement, and whether a value list is empty."""
    require(isinstance(block, dict), "Condition must be an object")
    found, empty = [], False
    for operator, keys in block.items():
        conditions.split_name(operator)
        require(isinstance(keys, dict), "an operator must hold an object")
        folded = [lower(key) for key in keys]
        require(len(set(folded)) == len(folded),
                "condition keys that differ only by case")
        for key, values in keys.items():
            listed = values if isinstance(values, list) else [values]
            texts = [strictjson.scalar_text(value) for value in listed]
            require(None not in texts, "a condition value has a wrong type")
            found.append(conditions.compile_condition(operator, key, texts,
                                                      variables))
            empty = empty or not texts
    return found, empty
