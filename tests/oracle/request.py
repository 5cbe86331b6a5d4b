"""Check the request of a simulate line and derive the keys it implies.

Sources: IAM User Guide, "AWS global condition context keys"; where it is
silent, README.md.
"""
from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

import principals
import strictjson
from conditions import Context
from documents import is_string
from errors import InvalidRequest
from match import lower
from principals import Caller

PRINCIPAL_TYPES = {"root": "Account", "user": "User", "role": "AssumedRole",
                   "session": "AssumedRole", "federated": "FederatedUser",
                   "anonymous": "Anonymous"}


@dataclass(frozen=True)
class Request:
    """One question: may this caller do this to that?"""
    caller: Caller
    action: str
    resource: str
    resource_account: str | None
    management_account: str | None
    wildcard_only: bool
    context: Context


def require(truth: bool, message: str) -> None:
    if not truth:
        raise InvalidRequest(message)


def parse(request: Any, now: datetime.datetime) -> Request:
    """A request; raises InvalidRequest."""
    require(isinstance(request, dict), "request must be an object")
    flaw = strictjson.flaw(request)
    require(flaw is None, flaw or "")
    for name in ("principal", "action", "resource"):
        require(name in request, f"no {name}")
    for name in ("action", "resource", "resourceAccount",
                 "managementAccount", "roleArn"):
        require(name not in request or is_string(request[name]),
                f"{name} must be a string")
    wildcard_only = request.get("wildcardOnlyAction", False)
    require(isinstance(wildcard_only, bool),
            "wildcardOnlyAction must be true or false")

    action, resource = request["action"], request["resource"]
    service, colon, name = action.partition(":")
    require(bool(service and name) and ":" not in name,
            "action must be service:name")
    fields = resource.split(":", 5)
    require(resource == "*" or (fields[0] == "arn" and len(fields) == 6),
            "resource must be * or an ARN")
    wildcard_only = wildcard_only or resource == "*"
    if wildcard_only:
        resource, fields = "*", ["*"]

    caller = parse_caller(request["principal"], request.get("roleArn"))
    given = parse_context(request.get("context", {}))
    account = request.get("resourceAccount")
    require(account is None or re.fullmatch(r"[0-9]{12}", account) is not None,
            "resourceAccount must be twelve digits")
    if account is None and len(fields) == 6:
        account = fields[4] or None
    if account is None:
        account = caller.account
    keys = derived_keys(caller, now)
    if account is not None:
        keys["aws:ResourceAccount"] = account
    region = fields[3] if len(fields) == 6 else ""
    if region and "*" not in region and "?" not in region:
        keys["aws:RequestedRegion"] = region
    merged = {lower(key): [value] for key, value in keys.items()}
    merged.update(given)
    return Request(caller, action, resource, account,
                   request.get("managementAccount"), wildcard_only,
                   Context(merged))


def parse_caller(principal: Any, role_text: str | None) -> Caller:
    if isinstance(principal, dict):
        require(principal == {"type": "Anonymous"},
                "an object principal must be anonymous")
        return Caller("anonymous")
    require(is_string(principal), "principal must be a string")
    arn = principals.read_arn(principal)
    if arn is None:
        require(re.fullmatch(principals.SERVICE, principal) is not None,
                "principal is neither an ARN nor a service")
        return Caller("service", service=principal)
    if arn.kind not in ("role", "session"):
        return Caller(arn.kind, arn)
    role = arn if arn.kind == "role" else None
    if role_text is not None:
        role = principals.read_arn(role_text)
        require(role is not None and role.kind == "role"
                and (role.partition, role.account, role.name)
                == (arn.partition, arn.account, arn.name),
                "roleArn is not the caller's role")
    return Caller(arn.kind, arn, role=role)


def parse_context(context: Any) -> dict[str, list[str]]:
    """Context keys, folded, each with its list of texts."""
    require(isinstance(context, dict), "context must be an object")
    parsed: dict[str, list[str]] = {}
    for key, values in context.items():
        listed = values if isinstance(values, list) else [values]
        texts = [strictjson.scalar_text(value) for value in listed]
        require(None not in texts, f"context key {key!r} has a wrong type")
        require(lower(key) not in parsed,
                f"context key {key!r} is given twice")
        parsed[lower(key)] = texts
    return parsed


def derived_keys(caller: Caller, now: datetime.datetime) -> dict[str, str]:
    """Keys that follow from the caller and the clock."""
    keys = {"aws:CurrentTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "aws:EpochTime": str(int(now.timestamp()))}
    if caller.kind in PRINCIPAL_TYPES:
        keys["aws:PrincipalType"] = PRINCIPAL_TYPES[caller.kind]
    if caller.kind == "anonymous":
        keys["aws:PrincipalAccount"] = keys["aws:userid"] = "anonymous"
        return keys
    if caller.kind == "service":
        keys["aws:PrincipalIsAWSService"] = "true"
        keys["aws:PrincipalServiceName"] = caller.service
        return keys
    arn = caller.arn
    keys["aws:PrincipalIsAWSService"] = "false"
    keys["aws:PrincipalAccount"] = arn.account
    keys["aws:PrincipalArn"] = (caller.role_arn if caller.is_role
                                else arn.text)
    if caller.kind == "user":
        keys["aws:username"] = arn.name
    if caller.kind == "root":
        keys["aws:userid"] = arn.account
    if caller.kind == "federated":
        keys["aws:userid"] = f"{arn.account}:{arn.name}"
    return keys
