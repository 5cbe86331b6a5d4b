#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast portero simulate is, and whether its memory stays the same.

usage: tests/speed/simulate.py TOOL [LINES]

Time is that of the processor: others may use the machine. Every answer is
compared. Asked: 10,000 lines a second when each has policies of its own, 50,000
when they repeat, and no more memory for ten times the lines.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile

ACCOUNT = "111122223333"


def line(number, policies):
    """Every third job has another team's prefix."""
    team = f"team{policies}"
    return json.dumps({
        "id": str(number),
        "policies": {"identity": [{
            "Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "sagemaker:Create*",
                 "Resource": f"arn:aws:sagemaker:*:{ACCOUNT}:*/{team}-*",
                 "Condition": {"StringEquals": {
                     "aws:PrincipalTag/team": team}}},
                {"Effect": "Deny", "Action": "sagemaker:Delete*",
                 "Resource": "*"}]}]},
        "request": {
            "principal": f"arn:aws:sts::{ACCOUNT}:assumed-role/R/session",
            "action": "sagemaker:CreateTrainingJob",
            "resource": f"arn:aws:sagemaker:eu-west-1:{ACCOUNT}:training-job/"
                        + ("other" if number % 3 == 0 else team) + "-1",
            "context": {"aws:PrincipalTag/team": team}},
        "expected": "IMPLICIT_DENY" if number % 3 == 0 else "ALLOW"})


def write(name, lines, policies):
    with open(name, "w", encoding="utf-8") as file:
        for number in range(lines):
            file.write(line(number, number % policies) + "\n")


def run(tool, name):
    """The last line, seconds of the processor, and megabytes."""
    read, back = os.pipe()
    child = os.fork()
    if child == 0:      # so that the usage is that of one run
        output = subprocess.run([tool, "simulate", "--expect-field", "expected",
                                 name], stdout=subprocess.PIPE, check=False)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        last = output.stdout.decode().splitlines()[-1]
        os.write(back, json.dumps([last, used.ru_utime + used.ru_stime,
                                   used.ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(back)
    with os.fdopen(read) as pipe:
        answer = json.loads(pipe.read())
    os.waitpid(child, 0)
    return answer


def main():
    tool = os.path.abspath(sys.argv[1])
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
    failed, memory = 0, {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, n, policies, least in (
                ("few lines, distinct policies", lines // 10, lines, 10000),
                ("distinct policies", lines, lines, 10000),
                ("100 policies that repeat", lines, 100, 50000)):
            write("lines.ndjson", n, policies)
            last, seconds, memory[name] = run(tool, "lines.ndjson")
            speed = n / seconds
            good = last == f"{n} passed, 0 failed" and speed >= least
            failed += not good
            print(f"{'ok  ' if good else 'FAIL'}  simulate, {name}: {n} lines,"
                  f" {speed:.0f} a second, {memory[name]:.1f} MB; {last}")
    few, many = list(memory.values())[:2]
    if many > few * 1.2 + 1:
        failed += 1
        print(f"FAIL  memory grows: {few:.1f} MB, then {many:.1f} MB")
    print(f"{4 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
