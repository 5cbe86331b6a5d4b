"""Run `TOOL simulate` on lines, and the oracle on the same lines."""
from __future__ import annotations

import datetime
import json
import subprocess

import oracle

TIMEOUT = 600                           # seconds for one chunk


class Broken(Exception):
    """The tool did not give one answer a line."""


def ask(tool: str, lines: list[str]) -> list[str]:
    """The tool's decisions, one a line; raises Broken."""
    text = "".join(line + "\n" for line in lines).encode()
    try:
        ran = subprocess.run([tool, "simulate"], input=text, timeout=TIMEOUT,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except subprocess.TimeoutExpired as error:
        raise Broken(f"no answer in {TIMEOUT} s") from error
    answers = ran.stdout.splitlines()
    if ran.returncode < 0 or len(answers) != len(lines):
        raise Broken(f"exit {ran.returncode}, {len(answers)} answers to "
                     f"{len(lines)} lines; {ran.stderr.decode()[-500:]}")
    try:
        return [json.loads(answer)["decision"] for answer in answers]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"an answer without a decision: {error}") from error


def ask_each(tool: str, lines: list[str]) -> list[str]:
    """Like ask, but a line that breaks the tool is answered BROKEN."""
    try:
        return ask(tool, lines)
    except Broken as error:
        if len(lines) == 1:
            return [f"BROKEN ({error})"]
    middle = len(lines) // 2
    return ask_each(tool, lines[:middle]) + ask_each(tool, lines[middle:])


def ask_oracle(lines: list[str]) -> list[str]:
    now = datetime.datetime.now(datetime.timezone.utc)
    return [oracle.answer(line, now)["decision"] for line in lines]
