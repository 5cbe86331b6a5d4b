"""Makes one plausible simulate line by chance.

For every policy type the outcome is chosen first (allow, nothing, deny); then
statements are drawn at random until one behaves so, a few times at most.
"""
from __future__ import annotations

import datetime
import json
import random
from typing import Any

import breakage
import conditions
import documents
import evaluate
import pools
import request
from errors import InvalidPolicy
from strictjson import plain

OPERATORS = [*conditions.OPERATORS, "Null"]
NOW = datetime.datetime(2030, 6, 15, tzinfo=datetime.timezone.utc)
TRIES = 5
THIN = 0.25                             # share of lines with one statement


class Maker:
    """Makes one line."""

    def __init__(self, seed: int, index: int | str, invalid: float = 0):
        self.random = random.Random(f"{seed}/{index}")
        self.id = f"G{seed}-{index}"
        self.invalid = invalid

    # ---- chance ----

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, pool: Any) -> Any:
        return self.random.choice(pool)

    def weighted(self, pool: Any) -> Any:
        """One of (weight, ...) tuples, without its weight."""
        return self.random.choices(pool, [row[0] for row in pool])[0][1:]

    def letter_case(self, text: str) -> str:
        return "".join(c.swapcase() if c.isascii() and self.chance(0.3)
                       else c for c in text)

    # ---- the request ----

    def make_request(self) -> dict[str, Any]:
        principal, role = self.weighted(pools.CALLERS)
        action, resource = self.weighted(pools.QUESTIONS)
        account = pools.OTHER if self.chance(0.18) else pools.HOME
        made: dict[str, Any] = {
            "principal": principal,
            "action": self.letter_case(action) if self.chance(0.1)
            else action,
            "resource": resource.replace("ACC", account)}
        if role:
            made["roleArn"] = role
        if resource == "*" and self.chance(0.7):
            made["wildcardOnlyAction"] = True
        if self.chance(0.12) or (":::" in resource and self.chance(0.3)):
            made["resourceAccount"] = (
                pools.HOME if self.chance(0.75) else pools.OTHER)
        if self.chance(0.12):
            made["managementAccount"] = self.pick(pools.ACCOUNTS)
        if self.chance(0.95):
            made["context"] = self.make_context()
        return made

    def make_context(self) -> dict[str, Any]:
        context: dict[str, Any] = {}
        folded = set()
        for kind, keys in pools.KEYS.items():
            share = 0.08 if kind == "derived" else 0.5
            for key in keys:
                if not self.chance(share) or key.lower() in folded:
                    continue
                folded.add(key.lower())
                if self.chance(0.15):
                    key = self.letter_case(key)
                context[key] = self.context_value(kind)
        return context

    def context_value(self, kind: str) -> Any:
        def one() -> Any:
            text = self.pick(pools.REQUEST_VALUES[kind])
            if self.chance(0.2) and text in ("9000", "10", "0", "-3",
                                             "1767225600"):
                return int(text)
            if self.chance(0.2) and text in ("true", "false"):
                return text == "true"
            return text

        roll = self.random.random()
        if kind == "set":
            if roll < 0.05:
                return one()
            size = self.random.choices((0, 1, 2, 3), (1, 4, 5, 1))[0]
            return [one() for _ in range(size)]
        if roll < 0.88:
            return one()
        size = self.random.choices((0, 1, 2), (2, 4, 5))[0]
        return [one() for _ in range(size)]

    # ---- pieces of a statement ----

    def one_or_list(self, make: Any, most: int = 3) -> Any:
        """A value, or a list of some; now and then an empty list."""
        if self.chance(0.012):
            return []
        if self.chance(0.6):
            return make()
        return [make() for _ in range(self.random.randint(1, most))]

    def action_pattern(self) -> str:
        action = self.asked["action"]
        service, name = action.split(":")
        cut = self.random.randrange(1, len(name))
        roll = self.random.random()
        if roll < 0.25:
            return action
        if roll < 0.55:
            return self.pick(("*", f"{service}:*", "*:*"))
        if roll < 0.8:
            return self.pick((f"{service}:{name[:cut]}*",
                              f"{service}:*{name[cut:]}",
                              f"{service}:{name[:cut]}?{name[cut + 1:]}",
                              f"{service[0]}*:{name}",
                              f"*:{name[:cut]}*", f"?{service[1:]}:{name}",
                              f"{service}:{name}?", f"{service}:{name}*",
                              self.letter_case(action)))
        return self.pick(pools.OTHER_ACTIONS)

    def resource_pattern(self) -> str:
        text = self.asked["resource"]
        roll = self.random.random()
        if roll < 0.25 or text == "*" and roll < 0.7:
            return "*"
        if roll < 0.4:
            return text
        if roll < 0.55:
            return self.pick(pools.OTHER_RESOURCES)
        fields = text.split(":", 5)
        if len(fields) < 6:
            return text
        if roll < 0.65:                                 # cut short
            return ":".join(fields[:self.random.randint(2, 5)]) + self.pick(
                ("", "", "*", ":*"))
        cut = self.random.randrange(1, len(fields[5]) + 1)
        if roll < 0.8:                                  # one wildcard at least
            for _ in range(self.random.randint(0, 2)):
                fields[self.random.randrange(1, 5)] = self.pick(
                    ("*", "*", "?*", "a*", "*s", "us-*-1", "1*", "**", "??"))
            fields[5] = self.pick((fields[5][:cut] + "*", fields[5],
                                   "*" + fields[5][cut:],
                                   fields[5][:cut - 1] + "?"
                                   + fields[5][cut:]))
            return ":".join(fields)
        variable = self.pick(pools.VARIABLES)
        for name in ("alpha", "Alpha", "ana", "a*", pools.HOME):
            if name in text and self.chance(0.8):
                return text.replace(name, variable)
        return ":".join(fields[:5]) + ":" + fields[5][:cut] + variable + (
            self.pick(("", "*")))

    def principal_element(self) -> Any:
        roll = self.random.random()
        if roll < 0.15:
            return "*"
        if roll < 0.16:
            return {}
        made = {}
        kinds = ["AWS"] if self.chance(0.75) else self.random.sample(
            list(pools.PRINCIPALS), self.random.randint(1, 2))
        if isinstance(self.asked["principal"], str) and (
                self.asked["principal"].endswith(".com")
                and self.chance(0.7)):
            kinds = ["Service"]
        for kind in kinds:
            made[kind] = self.one_or_list(
                lambda kind=kind: self.pick(pools.PRINCIPALS[kind]), 4)
        return made

    def condition_block(self) -> dict[str, Any]:
        block: dict[str, Any] = {}
        count = self.random.choices((0, 1, 2, 3), (1, 16, 6, 2))[0]
        for _ in range(count):
            kind = self.pick(list(pools.KEYS))
            key = self.pick(pools.KEYS[kind])
            if self.chance(0.15):
                key = self.letter_case(key)
            operator = self.pick(OPERATORS)
            if self.chance(0.75):
                operator = self.pick(
                    [name for name in OPERATORS
                     if pools.family(name) == pools.SUITS[kind]] + ["Null"])
            name = self.operator_name(operator, kind)
            values = self.one_or_list(
                lambda: self.pick(pools.POLICY_VALUES[pools.family(operator)]))
            held = block.setdefault(name, {})
            if key.lower() not in [k.lower() for k in held]:
                held[key] = values
        if self.chance(0.01):
            block[self.pick(OPERATORS)] = {}
        return block

    def operator_name(self, operator: str, kind: str) -> str:
        if operator != "Null" and self.chance(0.25):
            operator += "IfExists"
        share = 0.85 if kind == "set" else 0.12
        if self.chance(share):
            return self.pick(conditions.SETS) + operator
        return operator

    # ---- statements ----

    def draw_statement(self, kind: str, effect: str) -> dict[str, Any]:
        made: dict[str, Any] = {"Effect": effect}
        if self.chance(0.1):
            made["Sid"] = self.pick(("One", "Two", "", "con guion-"))
        negate = self.chance(0.12)
        made["NotAction" if negate else "Action"] = self.one_or_list(
            self.action_pattern)
        if kind != "trust":
            negate = self.chance(0.12)
            made["NotResource" if negate else "Resource"] = self.one_or_list(
                self.resource_pattern)
        if kind in ("resource", "trust"):
            negate = kind == "resource" and self.chance(0.12)
            made["NotPrincipal" if negate else "Principal"] = (
                self.principal_element())
        if kind == "rcp":
            made["Principal"] = "*"
        if self.chance(0.5):
            made["Condition"] = self.condition_block()
        keys = list(made)
        self.random.shuffle(keys)
        return {key: made[key] for key in keys}

    def statement(self, kind: str, effect: str, version: str | None,
                  wanted: bool) -> dict[str, Any]:
        """A valid statement that applies or not, as wanted if possible."""
        usual = None
        for number in range(4 * TRIES):
            drawn = self.draw_statement(kind, effect)
            document = {"Statement": drawn}
            if version:
                document["Version"] = version
            try:
                parsed = documents.parse(plain(document), kind)[0]
            except InvalidPolicy:
                continue
            usual = drawn
            if number >= TRIES and self.chance(0.2):
                break
            if bool(evaluate.applies(parsed, self.question)) == wanted:
                break
        if usual is None:
            usual = {"Effect": effect, "Action": "*"}
            usual |= {} if kind == "trust" else {"Resource": "*"}
            usual |= ({"Principal": "*"} if kind in documents.WITH_PRINCIPAL
                      else {})
        return usual

    def union(self, kind: str, outcome: str, most: int) -> list[Any]:
        """Documents whose statements together have the outcome."""
        wants = [("Allow", False) if self.chance(0.6) else ("Deny", False)
                 for _ in range(self.random.choices((0, 1, 2), (5, 3, 1))[0])]
        if outcome == "deny":
            wants.append(("Deny", True))
        if outcome == "allow" or (outcome == "deny" and self.chance(0.7)):
            wants.append(("Allow", True))
        self.random.shuffle(wants)
        heaps: list[list] = [[] for _ in range(self.random.randint(1, most))]
        for want in wants:
            self.pick(heaps).append(want)
        return [self.document(kind, heap) for heap in heaps]

    def document(self, kind: str, wants: list[tuple[str, bool]]) -> Any:
        version = self.random.choices(
            (documents.VARIABLES_VERSION, "2008-10-17", None),
            (1, 0, 0) if kind in ("scp", "rcp") else (14, 3, 3))[0]
        made: dict[str, Any] = {}
        if version:
            made["Version"] = version
        if self.chance(0.05):
            made["Id"] = "policy"
        statements = [self.statement(kind, *want[:1], version, want[1])
                      for want in wants]
        made["Statement"] = (statements[0]
                             if len(statements) == 1 and self.chance(0.4)
                             else statements)
        if self.chance(0.1):
            return json.dumps(made, ensure_ascii=self.chance(0.5))
        return made

    def outcome(self, allow: float, deny: float) -> str:
        roll = self.random.random()
        if roll < allow:
            return "allow"
        return "deny" if roll < allow + deny else "nothing"

    def make_policies(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        question = self.question
        trust = evaluate.asks_trust(question)
        crossing = question.caller.account != question.resource_account
        if self.chance(0.92):
            outcome = self.outcome(0.76, 0.07)
            made["identity"] = self.union("identity", outcome, 2)
        elif self.chance(0.5):
            made["identity"] = []
        for name, kind, share in (("scps", "scp", 0.45), ("rcps", "rcp", 0.3)):
            if self.chance(share):
                made[name] = [
                    self.union(kind, self.outcome(0.92, 0.04), 2)
                    for _ in range(self.random.choices(
                        (0, 1, 2, 3, 4, 7), (2, 16, 12, 6, 4, 1))[0])]
                if made[name] and self.chance(0.015):
                    self.pick(made[name]).clear()
        for kind, share in (("boundary", 0.3), ("session", 0.22)):
            if self.chance(share) and question.caller.kind != "root":
                made[kind] = self.maybe_single(
                    self.union(kind, self.outcome(0.82, 0.05), 2))
        kind = "trust" if trust else "resource"
        needed = crossing or evaluate.needs_policy(question)
        if self.chance(0.93 if needed else 0.35):
            made[kind] = self.maybe_single(self.union(
                kind, self.outcome(0.8 if needed else 0.55, 0.06), 2))
        return made

    def make_thin_policies(self) -> dict[str, Any]:
        """One statement that decides alone, so that its values matter."""
        effect = self.pick(("Allow", "Allow", "Deny"))
        version = self.pick((documents.VARIABLES_VERSION,) * 4 + (None,))
        trust = evaluate.asks_trust(self.question)
        crossing = (self.question.caller.account
                    != self.question.resource_account)
        kind = "identity"
        if (crossing or evaluate.needs_policy(self.question)
                or self.chance(0.25)):
            kind = "trust" if trust else "resource"
        tested = self.statement(kind, effect, version,
                                wanted=self.chance(0.5))
        if self.chance(0.7):
            tested["Condition"] = self.condition_block()
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        document = {"Version": version} if version else {}
        document["Statement"] = [tested]
        if effect == "Deny":
            opened = dict(everything)
            if kind != "identity":
                opened["Principal"] = "*"
            if kind == "trust":
                del opened["Resource"]
            document["Statement"].insert(0, opened)
        if kind == "identity":
            return {"identity": [document]}
        return {kind: document, "identity": [{"Statement": everything}]
                if crossing or self.chance(0.3) else []}

    def maybe_single(self, listed: list) -> Any:
        if len(listed) == 1 and self.chance(0.8):
            return listed[0]
        return [] if self.chance(0.02) else listed

    # ---- a question like another ----

    def neighbour(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The request with something in it changed."""
        made = dict(asked, context=dict(asked.get("context", {})))
        for _ in range(self.random.randint(1, 2)):
            self.pick((self.other_caller, self.other_action,
                       self.other_resource, self.other_key,
                       self.other_key))(made)
        return made

    def other_caller(self, made: dict[str, Any]) -> None:
        made["principal"], role = self.weighted(pools.CALLERS)
        made.pop("roleArn", None)
        if role:
            made["roleArn"] = role

    def other_action(self, made: dict[str, Any]) -> None:
        made["action"] = self.pick((
            self.letter_case(made["action"]), made["action"] + "s",
            made["action"][:-1], self.weighted(pools.QUESTIONS)[0]))

    def other_resource(self, made: dict[str, Any]) -> None:
        fields = made["resource"].split(":", 5)
        if len(fields) < 6 or len(fields[5]) < 2:
            return
        cut = self.random.randrange(1, len(fields[5]))
        fields[5] = self.pick((
            fields[5][:cut], fields[5] + self.pick(("x", "/", ":", "*")),
            fields[5][:cut] + "x" + fields[5][cut + 1:],
            fields[5][:cut] + fields[5][cut:].swapcase()))
        made["resource"] = ":".join(fields)

    def other_key(self, made: dict[str, Any]) -> None:
        kind = self.pick(list(pools.KEYS))
        key = self.pick(pools.KEYS[kind])
        for given in list(made["context"]):
            if given.lower() == key.lower():
                del made["context"][given]
        if self.chance(0.7):
            made["context"][key] = self.context_value(kind)

    # ---- the line ----

    def make_family(self) -> tuple[str, dict[str, Any]]:
        """Policies, as text, and the request that they were made for."""
        self.asked = self.make_request()
        self.question = request.parse(plain(self.asked), NOW)
        policies = (self.make_thin_policies() if self.chance(THIN)
                    else self.make_policies())
        return json.dumps(policies, ensure_ascii=self.chance(0.5)), self.asked

    def line(self, policies: str, asked: dict[str, Any]) -> str:
        """One line, good or broken."""
        text = (f'{{"id": "{self.id}", "policies": {policies}, "request": '
                f"{json.dumps(asked, ensure_ascii=self.chance(0.5))}}}")
        if self.chance(self.invalid):
            made = json.loads(text)
            breakage.break_policy(made, self.random)
            text = json.dumps(made)
        if self.chance(self.invalid / 3):
            return breakage.break_request(json.loads(text), self.random)
        return text
