#!/usr/bin/env python3
"""Print small lines that leave no combination out, for one corner at a time.

exhaustive.py [--only CORNER] [--stats]

Corners: conditions (every operator, set prefix and IfExists against every
kind of policy and request value), values (every policy value of the pools
against every request value), resources, variables, principals, derived (keys
that follow from the request), services (RCPs, trust, PassRole), layers.
"""
from __future__ import annotations

import argparse
import itertools
import json
import sys
from typing import Any, Iterator

import conditions
import generate
import pools

ACTION = "s3:GetObject"
ACCOUNT = pools.HOME
RESOURCE = "arn:aws:s3:::bkt/k"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/DS/alice"
V2012, V2008 = "2012-10-17", "2008-10-17"

Line = dict[str, Any]


def document(*statements: Line, version: str | None = V2012) -> Line:
    made: Line = {"Version": version} if version else {}
    return made | {"Statement": list(statements)}


def statement(effect: str = "Allow", **elements: Any) -> Line:
    made = {"Effect": effect, "Action": "*"}
    if "NotResource" not in elements:
        made["Resource"] = "*"
    return made | elements


EVERYTHING = statement()


def ask(policies: Line, **request: Any) -> Line:
    return {"policies": policies,
            "request": {"principal": SESSION, "action": ACTION,
                        "resource": RESOURCE} | request}


# ---- conditions ------------------------------------------------------------

# Per family of operators: policy values, then request values.
VALUES: dict[str, tuple[list, list]] = {
    "String": (["alpha", "al*", "ALPHA", "", ["beta", "alpha"],
                "${aws:PrincipalTag/none}", "a?pha", []],
               ["alpha", "ALPHA", "beta", "al*"]),
    "Numeric": (["10", 9000, ["10", "-3"], "+10.0", []],
                ["10", "10.00", "9000", "-3", "9", "1e1", "abc"]),
    "Date": (["2026-01-01T00:00:00Z", "2026", 1767225600,
              ["1999", "2026-01-01"], []],
             ["2026-01-01T00:00:00Z", "2025-12-31T23:30:00-01:00",
              "1767225599", "2026-01-01T00:00:00.000000001Z", "soon"]),
    "Bool": (["true", False, ["TRUE", "false"], []],
             ["true", "False", "yes"]),
    "Binary": (["QUJD", "", ["QUJD", "QQ=="], []], ["QUJD", "QQ==", "QUJ"]),
    "Ip": (["10.0.0.0/8", "10.0.0.1", "2001:db8::/32",
            ["0.0.0.0/0", "::/0"], []],
           ["10.0.0.1", "10.0.0.2", "2001:DB8::1", "10.0.0", "11.0.0.1"]),
    "Arn": (["arn:aws:s3:::b*", "arn:aws:s3:::bkt/k", "arn:aws:s3:*",
             "*:*:*:*:*:*", ["arn:aws:iam::*:role/x", "arn:*:s3:::bkt:k"],
             "arn:aws:s3:::${aws:PrincipalTag/none}", []],
            ["arn:aws:s3:::bkt/k", "arn:aws:s3:::bkt:k", "arn:aws:s3",
             "alpha"]),
    "Null": (["true", "false", ["true", "false"], []], ["x"]),
}
ABSENT = object()


def request_values(values: list[str]) -> list[Any]:
    """Absent, empty in both ways, single, wrapped, and several at once."""
    first, last = values[0], values[-1]
    return [ABSENT, "", [], [""], ["", ""], *values, [first],
            [first, first], [first, last], ["", first], [last, last]]


def operator_names() -> Iterator[str]:
    for name in [*conditions.OPERATORS, "Null"]:
        for prefix in ("", *conditions.SETS):
            yield prefix + name
            if name != "Null":
                yield prefix + name + "IfExists"


def condition_lines() -> Iterator[Line]:
    for name in operator_names():
        bare = conditions.split_name(name)[1]
        policy_values, values = VALUES[pools.family(bare)]
        for key, policy, given, effect in itertools.product(
                ("app:Key", "aws:TagKeys"), policy_values,
                request_values(values), ("Allow", "Deny")):
            tested = statement(effect, Condition={name: {key: policy}})
            rest = [EVERYTHING] if effect == "Deny" else []
            context = {} if given is ABSENT else {key: given}
            yield ask({"identity": [document(*rest, tested)]},
                      context=context)


# ---- values ----------------------------------------------------------------

KINDS = {"String": "string", "Arn": "arn", "Numeric": "number",
         "Date": "date", "Bool": "bool", "Ip": "ip", "Binary": "binary",
         "Null": "string"}


def value_lines() -> Iterator[Line]:
    for name in [*conditions.OPERATORS, "Null"]:
        family = pools.family(name)
        context: Line = {"aws:PrincipalTag/team": "alpha"}
        for policy, given in itertools.product(
                pools.POLICY_VALUES[family],
                pools.REQUEST_VALUES[KINDS[family]]):
            tested = statement(Condition={name: {"app:Key": policy}})
            yield ask({"identity": [document(tested)]},
                      context=context | {"app:Key": given})


# ---- resources -------------------------------------------------------------

def resource_lines() -> Iterator[Line]:
    texts = ["arn:aws:s3:::b", "arn:aws:s3:::b:c/d", "arn:aws:s3:::",
             "arn:aws:sqs:us-east-1:111122223333:q", "arn:aws:s3:::*", "*"]
    fields = ["*", "a", "*s", "s*", "?s", "", "**", "s3"]
    patterns = ["*", "?", "**", "*b", "*:b", "?*", "arn:*", "arn:aws:s3",
                "arn:aws:s3:", "arn:aws:s3:*", "arn:aws:s3*", "arn:a*3:::b",
                "arn:*s3:::b", "arn:aws:*:b", "arn:aws:s3:::b*d",
                "arn:aws:s3:::b?c?d", "arn:aws:s3:::?", "*:*:*:*:*:*:*",
                "arn:*:*:*:*:*", "*:*", "arn:aws:s3:::${*}", "${*}",
                "arn:aws:s3:::${?}", "${aws:PrincipalTag/arn}",
                "arn:aws:${aws:PrincipalTag/sss}b", "arn:*:*",
                "arn:aws:s3:::${aws:PrincipalTag/star}",
                "arn:aws:s3:::${aws:PrincipalTag/none}*",
                "arn:aws:sqs:*1:*:q", "arn:aws:sqs:us?east?1:*:q",
                "arn:aws:sqs?us-east-1:111122223333:q"]
    patterns += [f"arn:{first}:{second}:{third}:*:*" for first, second, third
                 in itertools.product(fields, repeat=3)]
    context = {"aws:PrincipalTag/arn": "arn:aws:s3:::b",
               "aws:PrincipalTag/sss": "s3:::", "aws:PrincipalTag/star": "*"}
    for pattern, text in itertools.product(patterns, texts):
        for element in ("Resource", "NotResource"):
            tested = statement(**{element: pattern})
            yield ask({"identity": [document(tested)]},
                      resource=text, context=context)
        if text == "*":
            for element in ("Resource", "NotResource"):
                yield ask({"identity": [
                    document(statement(**{element: pattern}))]},
                    resource=text, context=context, wildcardOnlyAction=True)
    short = [p for p in patterns if p.count(":") < 5]
    for pattern, text in itertools.product(short, texts):
        for kind in ("boundary", "session", "resource", "scps", "rcps"):
            made = statement(Resource=pattern)
            if kind in ("resource", "rcps"):
                made["Principal"] = "*"
            if kind == "resource" and text.endswith(":"):
                continue                # nothing that a policy could hang on
            doc = document(made)
            policies = {"identity": [] if kind == "resource"
                        else [document(EVERYTHING)],
                        kind: [[doc]] if kind in ("scps", "rcps") else doc}
            yield ask(policies, resource=text, context=context)
            if text == "*":
                yield ask(policies, resource=text, context=context,
                          wildcardOnlyAction=True)


# ---- variables -------------------------------------------------------------

def variable_lines() -> Iterator[Line]:
    templates = ["${aws:PrincipalTag/t}", "${AWS:PRINCIPALTAG/T}",
                 "${aws:PrincipalTag/t, 'd'}", "${aws:PrincipalTag/t, ''}",
                 "x${aws:PrincipalTag/t}*", "${aws:TagKeys}",
                 "${aws:TagKeys, 'd'}", "${*}", "${?}", "${$}", "$", "$*",
                 "${aws:username}", "${aws:PrincipalTag/t, 'a*'}",
                 "${aws:PrincipalTag/t", "${}", "${aws:Principal Tag/t}",
                 "${$}{aws:PrincipalTag/t}", "$${*}", "${aws:PrincipalTag/t}"
                 "${aws:PrincipalTag/t}"]
    tags = [ABSENT, "", "d", "*", "a*", ["d"], ["d", "e"], [], "$"]
    texts = ["d", "", "*", "$", "a*", "abc", "xd", "xddd", "x", "dd", "?",
             "${aws:PrincipalTag/t}", "${*}", "${abc}"]
    for template, tag, version in itertools.product(
            templates, tags, (V2012, V2008, None)):
        context: Line = {"aws:TagKeys": ["d"]}
        if tag is not ABSENT:
            context["aws:PrincipalTag/t"] = tag
        for text in texts:
            if text:
                tested = statement(Resource=f"arn:aws:s3:::{template}")
                yield ask({"identity": [document(tested, version=version)]},
                          resource=f"arn:aws:s3:::{text}", context=context)
            for operator in ("StringEquals", "StringLike", "StringNotLike",
                             "StringEqualsIgnoreCase"):
                tested = statement(Condition={operator:
                                              {"app:Key": template}})
                yield ask({"identity": [document(tested, version=version)]},
                          context=context | {"app:Key": text})
            tested = statement(Condition={
                "ArnLike": {"app:Key": f"arn:aws:s3::{template}:b"}})
            yield ask({"identity": [document(tested, version=version)]},
                      context=context | {"app:Key": f"arn:aws:s3::{text}:b"})


# ---- principals ------------------------------------------------------------

def principal_values() -> Iterator[Any]:
    yield from ("*", {})
    for kind, values in pools.PRINCIPALS.items():
        yield from ({kind: value} for value in values)
        yield {kind: []}
    own = [ACCOUNT, f"arn:aws:iam::{ACCOUNT}:role/DS", SESSION,
           f"arn:aws:iam::{ACCOUNT}:user/ana",
           f"arn:aws:sts::{ACCOUNT}:federated-user/ana"]
    for size in (2, 3, 5):
        yield from ({"AWS": list(some)}
                    for some in itertools.combinations(own, size))
    yield {"AWS": own, "Service": "sagemaker.amazonaws.com"}


def principal_lines() -> Iterator[Line]:
    everything, nothing = document(EVERYTHING), document()
    for (_, caller, role), value in itertools.product(
            pools.CALLERS, principal_values()):
        who: Line = {"principal": caller}
        if role:
            who["roleArn"] = role
        for element, effect in itertools.product(
                ("Principal", "NotPrincipal"), ("Allow", "Deny")):
            tested = statement(effect, **{element: value})
            rest = ([] if effect == "Allow"
                    else [statement(Principal="*")])
            for account, identity in itertools.product(
                    (ACCOUNT, pools.OTHER), (everything, nothing)):
                yield ask({"identity": [identity],
                           "resource": document(*rest, tested)},
                          resourceAccount=account, **who)
        for limit, identity, account in itertools.product(
                ("boundary", "session", "none"), (everything, nothing),
                (ACCOUNT, pools.OTHER)):
            trusted = {"Effect": "Allow", "Action": "sts:*",
                       "Principal": value}
            policies = {"identity": [identity], "trust": document(trusted)}
            if limit != "none":
                policies[limit] = nothing
            if limit == "boundary" and who["principal"].__class__ is str \
                    and who["principal"].endswith(":root"):
                continue
            yield ask(policies, action="sts:AssumeRole",
                      resource=f"arn:aws:iam::{account}:role/T", **who)


# ---- derived keys ----------------------------------------------------------

def derived_lines() -> Iterator[Line]:
    questions = [(action, resource) for _, action, resource in pools.QUESTIONS]
    values = {
        "aws:username": ["ana", "dev/ana"],
        "aws:PrincipalAccount": [ACCOUNT, "anonymous"],
        "aws:PrincipalType": ["Account", "User", "AssumedRole", "Anonymous",
                              "FederatedUser"],
        "aws:ResourceAccount": [ACCOUNT, pools.OTHER],
        "aws:RequestedRegion": ["us-east-1", "*", ""],
        "aws:userid": [ACCOUNT, "anonymous", f"{ACCOUNT}:ana"],
        "aws:PrincipalArn": [
            SESSION, *(f"arn:aws:iam::{ACCOUNT}:{rest}" for rest in
                       ("role/DS", "role/ml/DS", "user/ana", "root"))],
        "aws:PrincipalServiceName": ["sagemaker.amazonaws.com"],
        "aws:PrincipalIsAWSService": ["true", "false"],
        "aws:PrincipalOrgID": [], "aws:PrincipalTag/team": [],
        "aws:SecureTransport": [], "aws:ViaAWSService": [],
    }
    tests = [{"Null": {key: "true"}} for key in values]
    tests += [{"StringEquals": {key: value}} for key, some in values.items()
              for value in some]
    tests += [{"DateGreaterThan": {key: "2020"}} for key in
              ("aws:CurrentTime", "aws:EpochTime")]
    tests += [{"NumericGreaterThan": {key: "1577836800"}} for key in
              ("aws:CurrentTime", "aws:EpochTime")]
    for (_, caller, role), test in itertools.product(pools.CALLERS, tests):
        who: Line = {"principal": caller}
        if role:
            who["roleArn"] = role
        granted = statement(Principal="*", Condition=test)
        yield ask({"identity": [document(statement(Condition=test))],
                   "resource": document(granted)}, **who)
    for (action, resource), test in itertools.product(questions, tests):
        tested = [document(statement(Condition=test))]
        for extra in ({}, {"resourceAccount": pools.OTHER}):
            yield ask({"identity": tested,
                       "trust": document({"Effect": "Allow", "Action": "*",
                                          "Principal": {"AWS": ACCOUNT}}),
                       "resource": document(statement(Principal="*"))},
                      action=action,
                      resource=resource.replace("ACC", ACCOUNT), **extra)


# ---- services --------------------------------------------------------------

def service_lines() -> Iterator[Line]:
    actions = [f"{service}:Act" for service in (
        "s3", "S3", "sts", "kms", "sqs", "secretsmanager", "ecr", "logs",
        "events", "dynamodb", "cognito-idp", "cognito-identity", "aoss",
        "ecr-public", "sagemaker", "lambda", "iam", "ec2", "s3express",
        "elasticmapreduce", "sns", "xray", "appconfig", "waf", "wafv2")]
    actions += ["kms:RetireGrant", "kms:retiregrant", "kms:RetireGrants"]
    actions += [f"sts:{name}" for name in (
        "AssumeRole", "assumerole", "AssumeRoleWithSAML", "TagSession",
        "AssumeRoleWithWebIdentity", "SetSourceIdentity", "AssumeRoot",
        "GetFederationToken", "GetCallerIdentity")]
    actions += ["iam:PassRole", "IAM:passrole", "iam:PassRoles"]
    resources = [f"arn:aws:iam::{account}:{rest}"
                 for account in (ACCOUNT, pools.OTHER)
                 for rest in ("role/T", "role/ml/T", "user/ana", "roles/T",
                              "role/aws-service-role/x.amazonaws.com/T")]
    resources += [RESOURCE, f"arn:aws:sqs:us-east-1:{pools.OTHER}:q"]
    allow = statement(Principal="*")
    rcps = [[], [[]], [[document(allow)]],
            [[document(allow, statement("Deny", Principal="*"))]],
            [[document(allow)], [document()]]]
    trust = document({"Effect": "Allow", "Action": "*",
                      "Principal": {"AWS": [ACCOUNT]}})
    for action, resource, levels, (_, caller, role) in itertools.product(
            actions, resources, rcps, pools.CALLERS[1:16:3]):
        who: Line = {"principal": caller}
        if role:
            who["roleArn"] = role
        policies = {"identity": [document(EVERYTHING)], "rcps": levels}
        yield ask(policies, action=action, resource=resource, **who)
        yield ask(policies | {"trust": trust}, action=action,
                  resource=resource, **who)


# ---- layers ----------------------------------------------------------------

def layer_lines() -> Iterator[Line]:
    """Every policy type absent, empty, allowing, denying, all at once."""
    def states(principal: bool, wrap: Any) -> list[Any]:
        extra = {"Principal": "*"} if principal else {}
        allow, deny = statement(**extra), statement("Deny", **extra)
        return [ABSENT, wrap(document()), wrap(document(allow)),
                wrap(document(allow, deny))]

    def role_grant(doc: Line) -> Line:
        text = json.dumps(doc).replace(
            '"Principal": "*"',
            f'"Principal": {{"AWS": "arn:aws:iam::{ACCOUNT}:role/DS"}}')
        return json.loads(text)

    choices = {
        "identity": states(False, lambda doc: [doc]),
        "scps": states(False, lambda doc: [[document(EVERYTHING)], [doc]]),
        "rcps": states(True, lambda doc: [[doc]]),
        "resource": states(True, lambda doc: doc) + [
            role_grant(document(statement(Principal="*")))],
        "boundary": states(False, lambda doc: doc),
        "session": states(False, lambda doc: [doc]),
    }
    service_linked = pools.CALLERS[13]
    callers = [{"principal": SESSION},
               {"principal": SESSION, "resourceAccount": pools.OTHER},
               {"principal": f"arn:aws:iam::{ACCOUNT}:root"},
               {"principal": service_linked[1], "roleArn": service_linked[2]},
               {"principal": "sagemaker.amazonaws.com"},
               {"principal": {"type": "Anonymous"}},
               {"principal": SESSION, "managementAccount": ACCOUNT}]
    for caller, action in itertools.product(
            callers, (ACTION, "sagemaker:CreateModel")):
        is_root = str(caller["principal"]).endswith(":root")
        for combination in itertools.product(*choices.values()):
            policies = {name: value for name, value
                        in zip(choices, combination) if value is not ABSENT}
            if is_root and "boundary" in policies:
                continue
            yield ask(policies, action=action, **caller)


CORNERS = {"conditions": condition_lines, "values": value_lines,
           "resources": resource_lines, "variables": variable_lines,
           "principals": principal_lines, "derived": derived_lines,
           "services": service_lines, "layers": layer_lines}


def lines(only: str | None = None) -> Iterator[str]:
    for corner, make in CORNERS.items():
        if only in (None, corner):
            for number, line in enumerate(make()):
                yield json.dumps({"id": f"X-{corner}-{number}"} | line)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--only", choices=CORNERS)
    options.add_argument("--stats", action="store_true",
                         help="the distribution of answers, on stderr")
    options = options.parse_args()
    made = list(lines(options.only))
    sys.stdout.write("".join(line + "\n" for line in made))
    if options.stats:
        generate.print_stats(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
