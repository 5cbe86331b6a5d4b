#!/usr/bin/env python3
"""Check properties of any right answer, on generated lines, through a tool.

properties.py --tool PATH [--agree PATH] [--count N] [--seed S] [--jobs J]

Adding a Deny, removing an Allow or adding an SCP level never allows more; the
order of statements and of documents never matters; and with agree (agree.c),
loaded again, watched and in a batch the answer is the same.  Exit 3 on a
violation.
"""
from __future__ import annotations

import argparse
import copy
import functools
import json
import multiprocessing
import os
import random
import subprocess
import sys
from typing import Any, Callable, Iterator, Optional

import documents
import generate
import shrink
import tool

Line = dict[str, Any]
Change = Callable[[Line, random.Random], Optional[Line]]
V2012 = documents.VARIABLES_VERSION
LEVELS = {"scps": "scp", "rcps": "rcp"}
CHUNK = 1000


# ---- finding the way in a line ---------------------------------------------

def heaps(line: Line) -> Iterator[tuple[str, list]]:
    """Every list of documents that are one union, with its policy type."""
    for name, value in line["policies"].items():
        if name in LEVELS:
            yield from ((LEVELS[name], level) for level in value)
        elif isinstance(value, list):
            yield name, value


def opened(line: Line) -> Line:
    """A copy in which documents are objects and statements are in lists."""
    line = copy.deepcopy(line)
    for name, value in line["policies"].items():
        if name not in LEVELS and not isinstance(value, list):
            line["policies"][name] = [value]
    for _, heap in heaps(line):
        for number, document in enumerate(heap):
            if isinstance(document, str):
                document = heap[number] = json.loads(document)
            if isinstance(document["Statement"], dict):
                document["Statement"] = [document["Statement"]]
    return line


def statement_lists(line: Line) -> list[tuple[str, list]]:
    return [(kind, document["Statement"])
            for kind, heap in heaps(line) for document in heap]


# ---- changes ---------------------------------------------------------------

def add_deny(line: Line, chance: random.Random) -> Line | None:
    """One more Deny, in any document."""
    found = statement_lists(line)
    if not found:
        return None
    kind, statements = chance.choice(found)
    deny: Line = {"Effect": "Deny", "Action": chance.choice(
        ("*", line["request"]["action"], "s3:*", "sagemaker:*"))}
    if kind != "trust":
        deny["Resource"] = chance.choice(("*", "arn:aws:s3:::*"))
    if kind in documents.WITH_PRINCIPAL:
        deny["Principal"] = "*"
    if chance.random() < 0.5:
        deny["Condition"] = {"Null": {"aws:PrincipalTag/team":
                                      chance.choice(("true", "false"))}}
    statements.insert(chance.randint(0, len(statements)), deny)
    return line


def remove_allow(line: Line, chance: random.Random) -> Line | None:
    """One Allow fewer, anywhere."""
    found = [(statements, number)
             for _, statements in statement_lists(line)
             for number, one in enumerate(statements)
             if one["Effect"] == "Allow"]
    if not found:
        return None
    statements, number = chance.choice(found)
    del statements[number]
    return line


def add_scp_level(line: Line, chance: random.Random) -> Line | None:
    """One more SCP level, above, between or below."""
    allow = {"Effect": "Allow", "Resource": "*", "Action": chance.choice(
        ("*", line["request"]["action"], "s3:*"))}
    levels = line["policies"].setdefault("scps", [])
    levels.insert(chance.randint(0, len(levels)), chance.choice(
        ([], [{"Version": V2012, "Statement": [allow]}])))
    return line


def reorder_statements(line: Line, chance: random.Random) -> Line | None:
    """The same statements, in another order."""
    for _, statements in statement_lists(line):
        chance.shuffle(statements)
    return line


def reorder_documents(line: Line, chance: random.Random) -> Line | None:
    """The same documents, in another order, and levels too."""
    for _, heap in heaps(line):
        chance.shuffle(heap)
    for name in LEVELS:
        chance.shuffle(line["policies"].get(name, []))
    return line


def never_more(before: str, after: str) -> bool:
    return after != "ALLOW" or before == "ALLOW"


def the_same(before: str, after: str) -> bool:
    return before == after


PROPERTIES: tuple[tuple[Change, Callable[[str, str], bool]], ...] = (
    (add_deny, never_more), (remove_allow, never_more),
    (add_scp_level, never_more), (reorder_statements, the_same),
    (reorder_documents, the_same))


# ---- the run ---------------------------------------------------------------

def changed(line: str, change: Change, seed: str) -> str | None:
    """The line after the change, always the same for a seed."""
    try:
        return json.dumps(change(opened(json.loads(line)),
                                 random.Random(seed)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None                     # only while a line is being shrunk


def smallest(path: str, line: str, change: Change, right: Callable,
             seed: str) -> str:
    """A smaller line that still violates the property."""
    def keeps(lines: list[str]) -> list[bool]:
        pairs = [(one, changed(one, change, seed)) for one in lines]
        usable = [pair for pair in pairs if pair[1] not in (None, "null")]
        flat = [one for pair in usable for one in pair]
        answers = iter(tool.ask_each(path, flat) if flat else [])
        bad = {pair[0] for pair in usable
               if not right(next(answers), next(answers))}
        return [one in bad for one in lines]

    return shrink.shrink(line, keeps)


def disagreeing(path: str, agree: str, lines: list[str]) -> list[str]:
    """What agree prints of the lines, which is nothing if all is well."""
    plugin = os.path.join(os.path.dirname(os.path.abspath(path)), "portero.so")
    text = "".join(line + "\n" for line in lines).encode()
    ran = subprocess.run([agree, plugin], input=text, timeout=tool.TIMEOUT,
                         stdout=subprocess.PIPE)
    said = ran.stdout.decode().splitlines()
    if not said or not said[-1].endswith(" failed"):
        raise tool.Broken(f"{agree}: exit {ran.returncode}")
    return said[:-1]


def check_agreement(path: str, agree: str, lines: list[str], show: int) -> int:
    """How many lines have more than one answer."""
    failed = [line for line in disagreeing(path, agree, lines)
              if not line.startswith("#")]

    def keeps(tried: list[str]) -> list[bool]:
        bad = set(disagreeing(path, agree, tried))
        return [line in bad for line in tried]

    for line in failed[:max(show, 0)]:
        print("\n".join(disagreeing(path, agree,
                                    [shrink.shrink(line, keeps)])),
              flush=True)
    return len(failed)


def check_changes(path: str, lines: list[str], name: str,
                  show: int) -> tuple[int, int]:
    """(passed, failed) of all changes to all lines."""
    before = tool.ask_each(path, lines)
    passed = failed = 0
    for change, right in PROPERTIES:
        tests = []
        for number, line in enumerate(lines):
            seed = f"{name}/{number}/{change.__name__}"
            after = changed(line, change, seed)
            if after not in (None, "null"):
                tests.append((number, seed, after))
        answers = tool.ask_each(path, [after for _, _, after in tests])
        for (number, seed, after), answer in zip(tests, answers):
            if right(before[number], answer):
                passed += 1
                continue
            failed += 1
            if failed <= show:
                line = smallest(path, lines[number], change, right, seed)
                print(f"# {change.__name__}: {before[number]}, then {answer}")
                print(line)
                print(changed(line, change, seed), flush=True)
    return passed, failed


def check(options: argparse.Namespace, first: int) -> tuple[int, int]:
    """(passed, failed) of all properties on one chunk of lines."""
    count = min(CHUNK, options.count - first)
    passed, failed = check_changes(
        options.tool, generate.lines(options.seed, first, count, invalid=0.0),
        f"{options.seed}/{first}", options.show)
    if options.agree:
        bad = check_agreement(
            options.tool, options.agree,
            generate.lines(options.seed, first, count, invalid=0.03),
            options.show - failed)
        passed, failed = passed + count - bad, failed + bad
    return passed, failed


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tool", required=True)
    options.add_argument("--agree", help="the program made of agree.c")
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--show", type=int, default=3, help="how many "
                         f"violations to print of {CHUNK} lines")
    options = options.parse_args()
    passed = failed = 0
    with multiprocessing.Pool(options.jobs) as pool:
        for done in pool.imap(functools.partial(check, options),
                              range(0, options.count, CHUNK)):
            passed, failed = passed + done[0], failed + done[1]
    print(f"{passed} passed, {failed} failed")
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
