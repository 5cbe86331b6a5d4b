#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Loads the policies of others through the shipped plugin and reports.

usage: tests/corpus/report.py TOOL CORPUS [-v]

Every document that AWS would take must load; every document that AWS rejects
must be refused, be a finding of lint, or be a difference that
docs/differences-from-aws.md explains.
"""

import collections
import json
import re
import subprocess
import sys
import tempfile
import time

import documents

# What is left of a template: no ARN, account or address stands there yet.
PLACEHOLDER = re.compile(
    r"<[^>]*>|\[\[|\{\{|\[[A-Z_ ]+\]|x{3,}\.x{3,}"
    r"|(?<!\$)\{[A-Za-z_]+\}|\$\{(?!aws:|\*|\?|\$)")
CONVERTED = ("cfn-", "terraform-", "yaml", "bare statement", "json-embedded")
# The values that a template leaves open.
VALUES = ("bad-resource", "bad-principal", "bad-action", "bad-value",
          "bad-variable", "wrong-type")
# Warnings over AWS's own policies, each looked at: roles that really may be
# passed to any service, or by their tags; prefixes without a hyphen; a key that
# accounts outside an organization lack.
WARNINGS = 32
# In pages of documentation, in words instead.
WORDS = re.compile(r"A list of|account[-_]|organization|Account ID|-id:|ARN>"
                   r"|EnumTarget")

# Why AWS refuses a document as well: id of the error -> the rule.
AWS_REFUSES = {
    "bad-action": "an action is service:name, without blanks",
    "bad-resource": "a resource is an ARN or *",
    "bad-effect": "Allow or Deny",
    "bad-principal": "no account, ARN or *",
    "bad-value": "not of the operator's type",
    "missing-effect": "a statement has an Effect",
    "resource-pair": "one of Resource and NotResource",
    "unknown-element": "the grammar names all elements",
    "unknown-operator": "the pages name all operators",
}

# What others reject and we do not: text of the finding -> which line of
# docs/differences-from-aws.md says why.
DIFFERENCES = [
    (r"version 2012-10-17 or greater", "Version 2008-10-17 or none"),
    (r"Partition|fully qualified|legacy parsing|resource path|can not contain"
     r"|must be in ARN format", "Fields of ARNs"),
    (r"Service can only contain|Action can only contain",
     "Letters of actions"),
    (r"in a resource control policy", "Allow and * in an RCP"),
    (r"must be \"\*\" in an endpoint", "VPC endpoint policies"),
    (r"Syntax errors in policy", "Numbers without quotes"),
    (r"RESOURCE_STAR|MISMATCH|UNKNOWN_CONDITION|PRIVILEGE|PERMISSIONS",
     "Actions against resources"),
]


def lint(tool, items):
    """Gives each document its findings; returns the seconds it took."""
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson",
                                     encoding="utf-8") as file:
        for number, item in enumerate(items):
            file.write(item.line(number) + "\n")
        file.flush()
        begin = time.monotonic()
        output = subprocess.run(
            [tool, "lint", "--format", "json", "--fail-on", "never",
             file.name], stdout=subprocess.PIPE, check=True).stdout
        seconds = time.monotonic() - begin
    for line in output.decode("utf-8").splitlines():
        finding = json.loads(line)
        if finding["schema"] != "portero.finding/1":
            continue
        # what the loader says has no statement number; no rule is an error
        # without one
        finding["refused"] = (finding["severity"] == "error"
                              and "statement" not in finding)
        items[int(finding["policy"])].findings.append(finding)
    return seconds


def is_template(item, error):
    at = item.text.splitlines()[error.get("inner_line", 1) - 1]
    column = error.get("inner_column", 1) - 1
    value = at.encode()[column:column + 160].decode(errors="replace")
    value = value.split('"')[1] if value.startswith('"') else value
    if error["id"] not in VALUES:
        return False
    return bool(PLACEHOLDER.search(value) or WORDS.search(value)
                or item.how.startswith(CONVERTED))


def report_accepted(tool, corpus, verbose):
    items = list(documents.accepted(corpus))
    lint(tool, items)
    folders = collections.defaultdict(collections.Counter)
    wrong = []
    for item in items:
        count = folders[item.folder]
        count["documents"] += 1
        if not item.errors:
            count["load"] += 1
            continue
        error = item.errors[0]
        if is_template(item, error):
            count["templates"] += 1
        elif error["id"] in AWS_REFUSES and item.folder not in (
                "managed-policies", "older versions"):
            count["AWS refuses"] += 1
        else:
            count["too strict"] += 1
            wrong.append(item)
        if verbose:
            print(f"  {item.folder} {item.name[-60:]}: "
                  f"{error['id']}: {error['text']}")
    columns = ("documents", "load", "templates", "AWS refuses", "too strict")
    print("loading" + " " * 13 + "".join(f"{c:>13}" for c in columns))
    for name, count in folders.items():
        print(f"  {name:18}" + "".join(f"{count[c]:13}" for c in columns))
    for item in wrong:
        print(f"TOO STRICT {item.folder} {item.name}: {item.errors[0]}")
    more = report_lint(items)
    return len(wrong) + more, sum(c["load"] for c in folders.values())


def report_lint(items):
    """Findings over AWS's own policies: a rule must not cry wolf. Returns how
    many warnings and errors there are beyond those that were looked at."""
    own = [i for i in items if i.folder == "managed-policies"]
    count = collections.Counter((f["severity"], f["id"])
                                for i in own for f in i.findings)
    print(f"lint over the {len(own)} managed policies")
    for severity, rule in sorted(count):
        print(f"  {severity:8} {rule:26} {count[severity, rule]:5}")
    warnings = sum(n for (severity, _), n in count.items()
                   if severity != "note")
    if warnings > WARNINGS:
        print(f"MORE THAN {WARNINGS} WARNINGS: {warnings}")
    return max(0, warnings - WARNINGS)


def difference(item):
    text = str(item.expected)
    for pattern, line in DIFFERENCES:
        if re.search(pattern, text):
            return line
    return None


def is_misplaced(item):
    """Does what the others say of the place contradict ours? A comma that is
    too many they notice behind it, a line later."""
    error, said = item.errors[0], str(item.expected)
    number = error.get("inner_line", error["line"])
    line = re.search(r"line (\d+) column", said)
    if line and not int(line.group(1)) - 1 <= number <= int(line.group(1)):
        return True
    key = re.search(r"\.#(\w+): (Invalid key|\1 is not allowed)", said)
    if key and error["id"].endswith(("-element", "-allowed")):
        at = item.text.splitlines()[number - 1].encode()
        begin = error.get("inner_column", error["column"]) - 1
        return not at[begin:].startswith(f'"{key.group(1)}"'.encode())
    return False


def report_rejected(tool, corpus, verbose):
    items = list(documents.rejected(corpus))
    lint(tool, items)
    count, lines, wrong = (collections.Counter(), collections.Counter(), [])
    for item in items:
        doubts = [f for f in item.findings if f["severity"] != "note"]
        if not item.expected:
            kind = "controls that load" if not item.errors else None
            kind = kind or "controls refused"
        elif item.errors:
            kind = "refused"
        elif difference(item) is None and doubts:
            kind = "found by lint"
        elif difference(item):
            kind = "explained difference"
            lines[difference(item)] += 1
        else:
            kind = "neither"
            wrong.append(item)
        # a line, a column, and a text; each is seen with -v
        if item.errors and (not item.errors[0].get("line")
                            or not item.errors[0].get("text")
                            or is_misplaced(item)):
            wrong.append(item)
        count[kind] += 1
        if verbose:
            said = (item.errors or item.findings or [{}])[0]
            print(f"  {item.name[-50:]}: {str(item.expected)[:90]} -> {kind} "
                  f"{said.get('id', '')}@{said.get('inner_line', '')}:"
                  f"{said.get('inner_column', '')} {said.get('text', '')}")
    print("what others reject")
    for kind in sorted(count):
        print(f"  {kind:24} {count[kind]:5}")
    for line, n in lines.most_common():
        print(f"    {n:4}  {line}")
    for item in wrong:
        print(f"NEITHER REJECTED NOR EXPLAINED, OR ELSEWHERE: {item.folder} "
              f"{item.name}: {item.expected} {item.errors[:1]}")
    return len(wrong), count["refused"] + count["found by lint"]


def main():
    tool, corpus = sys.argv[1:3]
    verbose = "-v" in sys.argv[3:]
    bad, good = report_accepted(tool, corpus, verbose)
    more_bad, more_good = report_rejected(tool, corpus, verbose)
    print(f"{good + more_good} passed, {bad + more_bad} failed")
    return 1 if bad + more_bad else 0


if __name__ == "__main__":
    sys.exit(main())
