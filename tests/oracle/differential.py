#!/usr/bin/env python3
"""Compare a tool's `simulate` with the oracle on generated lines.

differential.py --tool PATH [--count N] [--seed S] [--jobs J] [--exhaustive]
                [--file NDJSON]

A line on which they differ is made as small as possible and printed, ready
for `simulate`, once for each kind of difference.  Exit 3 when any differ.
"""
from __future__ import annotations

import argparse
import collections
import itertools
import multiprocessing
import os
import sys
import time
from typing import Any, Iterator

import exhaustive
import generate
import shrink
import strictjson
import tool

CHUNK = 1000
TELL = 100000                           # a sign of life after so many

Chunk = tuple[str, str, Any]            # (tool, how to make it, with what)
Difference = tuple[str, str, str]       # (line, tool's, oracle's)


def short(decision: str) -> str:
    """A decision without the details of a crash."""
    return decision.partition(" ")[0]


def make(how: str, what: Any) -> list[str]:
    return generate.lines(*what) if how == "generate" else what


def compare(chunk: Chunk) -> tuple[int, list[Difference]]:
    """How many lines agree, and those that do not."""
    path, how, what = chunk
    lines = make(how, what)
    both = zip(lines, tool.ask_each(path, lines), tool.ask_oracle(lines))
    differing = [row for row in both if row[1] != row[2]]
    return len(lines) - len(differing), differing


def smallest(path: str, difference: Difference) -> str:
    """A smaller line on which both still answer as they did."""
    _, theirs, ours = difference

    def keeps(lines: list[str]) -> list[bool]:
        asked = tool.ask_oracle(lines)
        kept = [line for line, mine in zip(lines, asked) if mine == ours]
        answers = iter(tool.ask_each(path, kept) if kept else [])
        return [mine == ours and short(next(answers)) == short(theirs)
                for mine in asked]

    return shrink.shrink(difference[0], keeps)


def batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(itertools.islice(lines, CHUNK)):
        yield batch


def chunks(options: argparse.Namespace) -> Iterator[Chunk]:
    if options.file:
        with open(options.file, encoding="utf-8") as source:
            for batch in batches(line.rstrip("\n") for line in source):
                yield options.tool, "lines", batch
        return
    if options.exhaustive:
        for batch in batches(exhaustive.lines()):
            yield options.tool, "lines", batch
    for first in range(0, options.count, CHUNK):
        count = min(CHUNK, options.count - first)
        yield (options.tool, "generate",
               (options.seed, first, count, options.invalid))


class Report:
    """Prints differences, each kind once."""

    def __init__(self, path: str, most: int):
        self.path, self.most = path, most
        self.shrunk = 0
        self.seen: collections.Counter = collections.Counter()

    def show(self, difference: Difference) -> None:
        """Print the difference made small, unless one like it was shown."""
        if len(self.seen) >= self.most or self.shrunk >= 5 * self.most:
            return
        self.shrunk += 1
        line, theirs, ours = difference
        small = smallest(self.path, difference)
        kind = short(theirs), ours, names(small)
        self.seen[kind] += 1
        if self.seen[kind] == 1:
            print(f"# tool {theirs}, oracle {ours}")
            print(small, flush=True)


def names(line: str) -> frozenset[str]:
    """Every key in a line: operators, elements, policy types."""
    try:
        value = strictjson.parse(line)
    except strictjson.NotJson:
        return frozenset()
    return frozenset(key for found in strictjson.objects(value)
                     for key in found)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tool", required=True)
    options.add_argument("--count", type=int, default=10000,
                         help="generated lines")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--invalid", type=float, default=0.03)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--exhaustive", action="store_true",
                         help="the exhaustive lines as well")
    options.add_argument("--file", help="these lines instead")
    options.add_argument("--show", type=int, default=20,
                         help="how many kinds of difference to print")
    options = options.parse_args()
    if not os.access(options.tool, os.X_OK):
        print(f"{options.tool}: not a program", file=sys.stderr)
        return 1
    began = time.monotonic()
    report = Report(options.tool, options.show)
    passed = failed = 0
    with multiprocessing.Pool(options.jobs) as pool:
        for agreed, differing in pool.imap(compare, chunks(options)):
            for difference in differing:
                report.show(difference)
            before, passed = passed, passed + agreed
            failed += len(differing)
            if passed // TELL > before // TELL:
                print(f"# {passed} passed so far", flush=True)
    spent = time.monotonic() - began
    print(f"# seed {options.seed}: {spent:.0f} s, "
          f"{(passed + failed) / spent:.0f} cases a second")
    print(f"{passed} passed, {failed} failed")
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
