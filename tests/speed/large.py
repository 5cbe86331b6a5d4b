#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Asks for the place of a mistake at the end of a large account file.

usage: tests/speed/large.py TOOL MEGABYTES

The file is written here, so it is known where the mistake is: once in a
document that is an object, once in one that is URL-encoded.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import urllib.parse

ACCOUNT = "111122223333"
MISTAKE = "StringNotEqual"
CONF = f"""version = 1;
limits = {{ document_bytes = 2000000; }};
accounts = ( {{ id = "{ACCOUNT}"; details = "account.json"; }} );
"""


def statement(number, operator="StringNotEquals"):
    return {"Sid": f"S{number}", "Effect": "Allow",
            "Action": ["sagemaker:CreateTrainingJob", "sagemaker:AddTags"],
            "Resource": f"arn:aws:sagemaker:*:{ACCOUNT}:*/team{number}-*",
            "Condition": {operator: {"aws:RequestTag/é": "x"}}}


def role(number, document):
    return {"Path": "/", "RoleName": f"R{number}",
            "RoleId": f"AROAEXAMPLE{number:010}",
            "Arn": f"arn:aws:iam::{ACCOUNT}:role/R{number}",
            "CreateDate": "2026-01-01T00:00:00+00:00",
            "AssumeRolePolicyDocument": {"Version": "2012-10-17",
                                         "Statement": []},
            "RolePolicyList": [{"PolicyName": "Jobs",
                                "PolicyDocument": document}],
            "AttachedManagedPolicies": [], "InstanceProfileList": [],
            "Tags": []}


def document(number, operator="StringNotEquals"):
    return {"Version": "2012-10-17",
            "Statement": [statement(number * 10 + i) for i in range(9)]
            + [statement(number * 10 + 9, operator)]}


def place(data, offset):
    """Line and column of a byte, from 1."""
    line = data.count(b"\n", 0, offset) + 1
    return line, offset - data.rfind(b"\n", 0, offset)


def write(size, encoded):
    """The file; returns the place of the mistake, and that inside."""
    with open("account.json", "wb") as file:
        file.write(b'{ "UserDetailList": [], "GroupDetailList": [],\n'
                   b'  "Policies": [], "RoleDetailList": [\n')
        number = 0
        while file.tell() < size:
            text = json.dumps(role(number, document(number)), indent=1,
                              ensure_ascii=False).encode() + b",\n"
            file.write(text)
            number += 1
        inner = None
        last = json.dumps(document(number, MISTAKE), indent=2,
                          ensure_ascii=False).encode()
        if encoded:
            inner = place(last, last.index(f'"{MISTAKE}"'.encode()))
            last = f'"{urllib.parse.quote(last, safe="")}"'.encode()
        text = json.dumps(role(number, "HERE"), indent=1).encode()
        begin = file.tell() + text.index(b'"HERE"')
        file.write(text.replace(b'"HERE"', last) + b"] }\n")
    with open("account.json", "rb") as file:
        data = file.read()
    if not encoded:
        begin = data.index(f'"{MISTAKE}"'.encode())
    return place(data, begin), inner, len(data)


def main():
    tool, size = os.path.abspath(sys.argv[1]), int(sys.argv[2]) * 1000000
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.chmod(folder, 0o700)
        with open("portero.conf", "w", encoding="utf-8") as file:
            file.write(CONF)
        for encoded in (False, True):
            outer, inner, length = write(size, encoded)
            begin = resource.getrusage(resource.RUSAGE_CHILDREN)
            result = subprocess.run(
                [tool, "lint", "-p", ".", "--format", "json"], check=False,
                stdout=subprocess.PIPE)
            end = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = (end.ru_utime + end.ru_stime
                       - begin.ru_utime - begin.ru_stime)
            found = json.loads(result.stdout.splitlines()[0])
            have = ((found["line"], found["column"]),
                    (found["inner_line"], found["inner_column"])
                    if "inner_line" in found else None)
            if (result.returncode != 3 or found["id"] != "unknown-operator"
                    or have != (outer, inner)):
                failed += 1
                print(f"FAIL wanted {outer} {inner}, got {found}")
            print(f"{'encoded' if encoded else 'object'}: {length / 1e6:.1f}"
                  f" MB, refused at line {outer[0]} after {seconds:.2f} s"
                  " of the processor")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak memory {peak / 1024:.0f} MB")
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
