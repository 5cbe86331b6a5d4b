"""Who calls, and which Principal elements name the caller.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" and
"NotPrincipal"; where they are silent, README.md.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

NAME = r"[A-Za-z0-9_+=,.@-]+"
PATH = r"(?:[!-)+->@-~]+/)?"            # printable, but neither * nor ?
HEAD = r"arn:(?P<partition>aws[a-z0-9-]*)"
ACCOUNT = r"(?P<account>[0-9]{12})"
ARNS = {
    "root": rf"{HEAD}:iam::{ACCOUNT}:root",
    "user": rf"{HEAD}:iam::{ACCOUNT}:user/{PATH}(?P<name>{NAME})",
    "role": rf"{HEAD}:iam::{ACCOUNT}:role/(?P<path>{PATH})(?P<name>{NAME})",
    "session": rf"{HEAD}:sts::{ACCOUNT}:assumed-role/(?P<name>{NAME})/{NAME}",
    "federated": rf"{HEAD}:sts::{ACCOUNT}:federated-user/(?P<name>{NAME})",
}
SERVICE = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?"

# How strongly a Principal element grants, weakest first.
NOBODY, BY_ACCOUNT, BY_ROLE, DIRECT = range(4)


@dataclass(frozen=True)
class Arn:
    """A principal's ARN, taken apart."""
    kind: str                   # a key of ARNS
    text: str
    partition: str
    account: str
    name: str = ""
    path: str = ""              # of a role, with the closing slash


def read_arn(text: str) -> Arn | None:
    """A principal's ARN, or None."""
    for kind, pattern in ARNS.items():
        found = re.fullmatch(pattern, text)
        if found:
            return Arn(kind, text, **found.groupdict())
    return None


@dataclass(frozen=True)
class Caller:
    """The principal of a request."""
    kind: str                   # a key of ARNS, "service" or "anonymous"
    arn: Arn | None = None      # of all but services and anonymous callers
    service: str = ""
    role: Arn | None = None     # of role sessions, when its path is known

    @property
    def account(self) -> str | None:
        return self.arn.account if self.arn else None

    @property
    def is_role(self) -> bool:
        return self.kind in ("role", "session")

    @property
    def is_service_linked(self) -> bool:
        return self.role is not None and self.role.path.startswith(
            "aws-service-role/")

    @property
    def role_arn(self) -> str:
        """The IAM ARN of the caller's role, without a path if unknown."""
        if self.role:
            return self.role.text
        arn = self.arn
        return f"arn:{arn.partition}:iam::{arn.account}:role/{arn.name}"


def entry_is_known(kind: str, value: str) -> bool:
    """Is this a value that a Principal element may have?"""
    if kind in ("Service", "Federated"):
        return value != "*"
    if kind == "CanonicalUser":
        return True
    return (value == "*" or re.fullmatch(r"[0-9]{12}", value) is not None
            or re.fullmatch(r"(AIDA|AROA)[A-Za-z0-9]*", value) is not None
            or read_arn(value) is not None)


def entry_form(kind: str, value: str, caller: Caller) -> str | None:
    """By which of its forms an entry names the caller.

    One of "everyone", "account", "role", "self" and None; "self" is the
    user, the session, the federated user or the service.
    """
    if kind == "Service":
        named = caller.kind == "service" and value == caller.service
        return "self" if named else None
    if kind != "AWS":
        return None                     # such callers do not occur here
    if value == "*":
        return "everyone"
    if caller.arn is None:
        return None
    if value == caller.account:
        return "account"
    entry = read_arn(value)
    if entry is None or (entry.partition, entry.account) != (
            caller.arn.partition, caller.account):
        return None
    if entry.kind == "root":
        return "account"
    if entry.kind == "role":
        named = caller.is_role and entry.name == caller.arn.name
        return "role" if named else None
    return "self" if value == caller.arn.text else None


STRENGTH = {"everyone": DIRECT, "self": DIRECT, "role": BY_ROLE,
            "account": BY_ACCOUNT, None: NOBODY}


def strength(entries: list[tuple[str, str]], caller: Caller) -> int:
    """The strongest way in which a Principal element names the caller."""
    return max((STRENGTH[entry_form(kind, value, caller)]
                for kind, value in entries), default=NOBODY)


def is_exempt(entries: list[tuple[str, str]], caller: Caller,
              effect: str) -> bool:
    """Does a NotPrincipal element leave the caller out?

    A Deny leaves him out when all his forms are listed, an Allow when any is:
    both are the reading that allows less.
    """
    listed = {entry_form(kind, value, caller) for kind, value in entries}
    if "everyone" in listed:
        return True
    if effect == "Allow":
        return listed - {None} != set()
    needed = {"service": {"self"}, "root": {"account"},
              "user": {"account", "self"}, "federated": {"account", "self"},
              "session": {"account", "role", "self"},
              "role": {"account", "role", "self"}}
    return caller.kind in needed and needed[caller.kind] <= listed
