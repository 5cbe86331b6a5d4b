"""Lines with many statements, for engines that look only at some of them.

The policies of a crowd are the same for BLOCK lines; each line asks something
else. Names nest in each other, patterns begin and end alike, wildcards stand
in front, in the middle and at the end, some statements cover nearly all
actions and some one, so that an index has something to get wrong.
"""
from __future__ import annotations

import functools
import json
import random
import re
from typing import Any

import documents
import pools
from errors import InvalidPolicy
from maker import Maker
from strictjson import plain

BLOCK = 16
SHARE = 0.12                            # of the blocks

HEADS = (f"arn:aws:sagemaker:us-east-1:{pools.HOME}:training-job/",
         f"arn:aws:sagemaker:eu-west-1:{pools.HOME}:model/",
         f"arn:aws:iam::{pools.HOME}:role/",
         f"arn:aws:logs:us-east-1:{pools.HOME}:log-group:/",
         "arn:aws:s3:::bkt/", "arn:aws:s3:::")
NAMES = ("a", "al", "alpha", "alpha-", "alpha-p1g", "alpha-p1g-XEd",
         "alpha-p2", "alpha/x", "alpha/x/y", "alphabet", "Alpha", "be",
         "beta", "beta-1", "beta/alpha", "beta_2.z", "b:1:x", "ana", "ana-x",
         "\u00e9t\u00e9", "\u00e9t\u00e9/1", "x", "-x", "/x", "_2.z")
VERBS = ("Create", "Describe", "Delete", "List", "Get", "Put", "Start",
         "Update")
NOUNS = ("TrainingJob", "Model", "ModelPackage", "Object", "ObjectAcl",
         "Role", "Pipeline", "Endpoint")
SERVICES = ("sagemaker", "s3", "iam", "sts", "s4")
WILD = re.compile(r"\$\{[^}]*\}|\*|\?")

# How a resource is written of a head and two names
SHAPES = (
    "{head}{one}", "{head}{one}*", "{head}{one}*", "{head}{one}-*",
    "{head}*{one}", "{head}*{one}*", "{head}{one}*{two}", "*{one}", "*/{one}",
    "*/{one}*", "*:{one}*", "*{one}*{two}*", "arn:aws:*:*:*:*/{one}",
    "arn:aws:*:*:*:*/{one}*", "arn:*:{one}", "arn:aws:s*:*{one}",
    "arn:aws:sagemaker:*:*:training-job/{one}*",
    "arn:aws:sagemaker:us-*-1:*:*/{one}", "arn:aws:sagemaker:??-east-1:*",
    "{head}${{aws:PrincipalTag/team}}-*", "{head}${{aws:username}}",
    "{head}{one}${{aws:PrincipalTag/team, 'x'}}*",
    "*${{aws:PrincipalTag/team}}", "*/${{aws:PrincipalTag/team}}/{two}",
    "${{aws:PrincipalTag/arn}}*", "{head}?{two}", "{head}{one}?",
    "{head}{one}??*", "?{head}*", "{head}*", "*", "**", "arn:*")


class Crowd:
    """The policies of one block of lines."""

    def __init__(self, seed: int, block: int):
        # its pieces serve for conditions and principals
        self.maker = Maker(seed, f"crowd-{block}")
        self.random = self.maker.random
        self.pick = self.maker.pick
        self.maker.asked = {
            "principal": self.maker.weighted(pools.CALLERS)[0]}
        self.popular = [self.action() for _ in range(3)]
        self.drawn: list[dict] = []
        self.policies = json.dumps(self.make_policies())

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # ---- a statement ----

    def action(self) -> str:
        return (f"{self.pick(SERVICES)}:{self.pick(VERBS)}"
                f"{self.pick(NOUNS)}")

    def action_pattern(self) -> str:
        if self.chance(0.5):
            return self.pick(self.popular)
        if self.chance(0.6):
            return self.action()
        service, verb = self.pick(SERVICES), self.pick(VERBS)
        noun = self.pick(NOUNS)
        return self.pick((
            "*", f"{service}:*", f"{service}:{verb}*", f"{service}:*{noun}",
            f"*:{verb}*", f"s*:{verb}{noun}", f"{service}:?{verb[1:]}{noun}",
            f"{service}:{verb}{noun[0]}*", f"{service}:{verb}*{noun[-1]}",
            f"{service}:{verb}{noun}*", f"{service[0]}?:{verb}*",
            f"{service}:{verb[0]}*{noun}*"))

    def resource_pattern(self) -> str:
        return self.pick(SHAPES).format(
            head=self.pick(HEADS), one=self.pick(NAMES), two=self.pick(NAMES))

    def statement(self, kind: str, deny: float) -> dict[str, Any]:
        made: dict[str, Any] = {
            "Effect": "Deny" if self.chance(deny) else "Allow"}
        negate = "Not" if self.chance(0.06) else ""
        made[negate + "Action"] = self.maker.one_or_list(
            self.action_pattern, 4)
        negate = "Not" if self.chance(0.06) else ""
        made[negate + "Resource"] = self.maker.one_or_list(
            self.resource_pattern, 4)
        if kind == "resource":
            negate = "Not" if self.chance(0.1) else ""
            made[negate + "Principal"] = (
                "*" if self.chance(0.5) else self.maker.principal_element())
        elif kind == "rcp":
            made["Principal"] = "*"
        if self.chance(0.3):
            made["Condition"] = self.maker.condition_block()
        try:
            documents.parse(plain({"Version": documents.VARIABLES_VERSION,
                                   "Statement": made}), kind)
        except InvalidPolicy:
            return self.statement(kind, deny)
        self.drawn.append(made)
        return made

    # ---- the policies ----

    def heaps(self, kind: str, number: int) -> list[dict[str, Any]]:
        """Documents with many statements in all."""
        deny = self.pick((0, 0.03, 0.15))
        size = self.pick((9, 12, 20, 40, 70))
        made = [{"Version": documents.VARIABLES_VERSION, "Statement": []}
                for _ in range(number)]
        for _ in range(size):
            self.pick(made)["Statement"].append(self.statement(kind, deny))
        return made

    def open(self, kind: str) -> dict[str, Any]:
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        if kind in documents.WITH_PRINCIPAL:
            everything["Principal"] = "*"
        return everything

    def levels(self, kind: str) -> list[list]:
        """A level is a document of the crowd, and often lets all pass."""
        made = self.heaps(kind, self.random.randint(1, 7))
        for document in made:
            if self.chance(0.85):
                document["Statement"].insert(
                    self.random.randint(0, len(document["Statement"])),
                    self.open(kind))
        return [[document] for document in made]

    def make_policies(self) -> dict[str, Any]:
        plain = {"Version": documents.VARIABLES_VERSION,
                 "Statement": [self.open("identity")]}
        crowded = {self.pick(("identity", "identity", "scps", "resource",
                              "rcps", "boundary", "session"))}
        if self.chance(0.3):
            crowded.add(self.pick(("identity", "scps")))
        made: dict[str, Any] = {"identity": [plain]}
        for name in sorted(crowded):
            if name in ("scps", "rcps"):
                made[name] = self.levels(name[:-1])
            else:
                made[name] = self.heaps(name, self.random.randint(1, 3))
        if "resource" in crowded and self.chance(0.5):
            made["identity"] = []
        return made


@functools.lru_cache(maxsize=1)
def crowd(seed: int, block: int) -> Crowd | None:
    """The crowd of a block of lines; most blocks have none."""
    if random.Random(f"{seed}/crowds/{block}").random() >= SHARE:
        return None
    return Crowd(seed, block)


# ---- what is asked of them -------------------------------------------------

def fill(text: str, chance: random.Random, many: tuple, one: tuple) -> str:
    """Something that a pattern could have been made for."""
    return WILD.sub(lambda found: chance.choice(
        one if found[0] == "?" else many), text)


def some(element: Any, chance: random.Random) -> str | None:
    """One of the values of an element."""
    listed = element if isinstance(element, list) else [element]
    return chance.choice(listed) if listed else None


def question(asked: Crowd, chance: random.Random) -> tuple[str, str]:
    """An action and a resource that many of the crowd speak of."""
    near = chance.choice(asked.drawn)
    action = some(near.get("Action", []), chance)
    resource = some(near.get("Resource", []), chance)
    if action in (None, "*") or chance.random() < 0.2:
        action = chance.choice(asked.popular)
    action = fill(action, chance, ("", "Job", "M", "3", "x"), ("G", "3", "C"))
    head, name = chance.choice(HEADS), chance.choice(NAMES)
    if resource is None or chance.random() < 0.1:
        resource = head + name
    fields = resource.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        fields = (head + resource.lstrip(":")).split(":", 5)
    theirs = head.split(":")
    fields[1:5] = [theirs[i] if WILD.search(fields[i])
                   or i == 4 and fields[i] not in ("", pools.HOME)
                   else fields[i] for i in range(1, 5)]
    fields[5] = fill(fields[5], chance, (
        "", "", "alpha", "ana", "x", name, name + "/y", "-1", "us-east-1"),
        ("a", "\u00e9", "x")) or name
    resource = ":".join(fields)
    roll = chance.random()
    if roll < 0.1:
        resource = resource[:-1] if fields[5][1:] else resource + "a"
    elif roll < 0.2:
        resource += chance.choice(("x", "-", "/x", ":"))
    elif roll < 0.25:
        resource = resource.swapcase().replace("ARN:AWS", "arn:aws")
    elif roll < 0.28:
        resource = "*"
    return action, resource


def line(asked: Crowd, maker: Maker) -> str:
    """One line of the crowd; MAKER makes what is the same for all lines."""
    request = maker.make_request()
    request["action"], request["resource"] = question(asked, maker.random)
    request.pop("wildcardOnlyAction", None)
    if maker.chance(0.7):
        request["principal"] = asked.maker.asked["principal"]
        request.pop("roleArn", None)
    return maker.line(asked.policies, request)
