#!/usr/bin/env python3
"""Print plausible simulate lines over the whole policy language, from a seed.

generate.py --seed S --count N [--first I] [--invalid SHARE] [--stats]

Line I of a seed is always the same line. FAMILY lines have the same policies:
the first of them the request that the policies were made for, the others one
that is a little different.
"""
from __future__ import annotations

import argparse
import collections
import functools
import sys
from typing import Any

import crowd
import oracle
from maker import NOW, Maker

FAMILY = 4


def lines(seed: int, first: int, count: int, invalid: float) -> list[str]:
    """Lines first .. first + count - 1 of a seed."""
    return [line(seed, index, invalid)
            for index in range(first, first + count)]


def line(seed: int, index: int, invalid: float) -> str:
    maker = Maker(seed, index, invalid)
    many = crowd.crowd(seed, index // crowd.BLOCK)
    if many:
        return crowd.line(many, maker)
    policies, asked = family(seed, index // FAMILY)
    return maker.line(policies, asked if index % FAMILY == 0
                      else maker.neighbour(asked))


@functools.lru_cache(maxsize=1)
def family(seed: int, number: int) -> tuple[str, dict[str, Any]]:
    return Maker(seed, f"family-{number}").make_family()


def print_stats(made: list[str]) -> None:
    """How often each decision is taken, and by which layer."""
    counts: collections.Counter = collections.Counter()
    for line in made:
        said = oracle.answer(line, NOW)
        counts[said["decision"], ""] += 1
        counts[said["decision"], said["layer"]] += 1
    for (decision, layer), count in sorted(counts.items()):
        print(f"{100 * count / len(made):6.2f} %  {decision} {layer}",
              file=sys.stderr)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--invalid", type=float, default=0.03,
                         help="share of lines with a document to refuse")
    options.add_argument("--stats", action="store_true",
                         help="the distribution of answers, on stderr")
    options = options.parse_args()
    made = lines(options.seed, options.first, options.count, options.invalid)
    sys.stdout.write("".join(line + "\n" for line in made))
    if options.stats:
        print_stats(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
