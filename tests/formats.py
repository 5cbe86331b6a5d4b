#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads what portero lint prints for programs, as those programs would.

usage: tests/formats.py TOOL

Each format must be whole, say the same findings, and survive names and texts
that have its own signs in them.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree

NAME = 'a, "b" & <c>%:é.json'
# characters before the place are not bytes; a Sid with all that is special
DOCUMENT = """{ "Version": "2012-10-17", "Statement": [
  { "Sid": "é€<&>\\"%\\n", "Effect": "Allow", "Action": "sagemaker:CreateJobs",
    "Resource": "*" },
  { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } ] }
"""
REFUSED = '{ "Version": "2012-10-17",\n  "Statment": [] }\n'
CLEAN = """{ "Version": "2012-10-17", "Statement":
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }
"""
# line, column in characters, column in bytes, rule, severity: worked out by hand
EXPECTED = [
    (NAME, 2, 12, 12, "sid-characters", "warning"),
    # é and € are five bytes and two characters
    (NAME, 2, 55, 58, "unknown-action", "warning"),
    (NAME, 4, 34, 34, "passrole-no-service", "warning"),
    (NAME, 4, 62, 62, "passrole-any-role", "warning"),
    ("refused.json", 2, 3, 3, "unknown-element", "error"),
]

checks = [0, 0]


def check(good, what):
    checks[not good] += 1
    if not good:
        print("FAIL", what)


def lint(tool, *arguments):
    return subprocess.run([tool, "lint", *arguments], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def read_json(output):
    lines = [json.loads(line) for line in output.splitlines()]
    found = [(f["file"], f["line"], f["column"], f["id"], f["severity"])
             for f in lines[:-1]]
    check(found == [(a, b, d, e, f) for a, b, c, d, e, f in EXPECTED],
          f"json: {found}")
    check(all(f["schema"] == "portero.finding/1" for f in lines[:-1]), "schema")
    check(lines[-1] == {"schema": "portero.lint/1", "errors": 1, "warnings": 4,
                        "notes": 0, "documents": 3, "not_loadable": 1},
          f"json: {lines[-1]}")
    return lines[:-1]


def read_sarif(output, texts):
    """SARIF 2.1.0: what the standard requires of each object we write."""
    log = json.loads(output)
    check(set(log) == {"version", "$schema", "runs"}
          and log["version"] == "2.1.0" and len(log["runs"]) == 1, "sarif: log")
    run = log["runs"][0]
    check(set(run) == {"columnKind", "tool", "results"}
          and run["columnKind"] == "unicodeCodePoints", "sarif: run")
    driver = run["tool"]["driver"]
    check(driver["name"] and driver["version"], "sarif: driver")
    rules = [rule["id"] for rule in driver["rules"]]
    check(len(rules) == len(set(rules)) > 20, "sarif: rules have ids once")
    for rule in driver["rules"]:
        check(rule["shortDescription"]["text"]
              and rule["defaultConfiguration"]["level"]
              in ("note", "warning", "error"), f"sarif: rule {rule}")
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        uri = place["artifactLocation"]["uri"]
        check(re.fullmatch(r"[A-Za-z0-9\-._~/+@,=%]+", uri),
              f"sarif: no URI: {uri}")
        check(result["ruleId"] in rules or result["level"] == "error",
              f"sarif: rule {result['ruleId']}")
        check(region["endColumn"] > region["startColumn"] >= 1, "sarif: region")
        found.append((urllib.parse.unquote(uri), region["startLine"],
                      region["startColumn"], result["ruleId"],
                      result["level"]))
        # what the region marks is a whole JSON string, or begins an object
        line = texts[found[-1][0]].splitlines()[region["startLine"] - 1]
        marked = line[region["startColumn"] - 1:region["endColumn"] - 1]
        check(marked[0] in '"{' and marked[-1] in '"}', f"sarif: |{marked}|")
        check(result["message"]["text"], "sarif: message")
    check(found == [(a, b, c, e, f) for a, b, c, d, e, f in EXPECTED],
          f"sarif: {found}")


def read_junit(output):
    root = ElementTree.fromstring(output)
    check(root.tag == "testsuites" and len(root) == 1, "junit: root")
    suite = root[0]
    check(suite.tag == "testsuite" and suite.get("name"), "junit: suite")
    cases = list(suite)
    failures = [c for c in cases if c.find("failure") is not None]
    for element in (root, suite):
        check(int(element.get("tests")) == len(cases)
              and int(element.get("failures")) == len(failures),
              "junit: counts")
    names = [(c.get("classname"), c.get("name")) for c in cases]
    check(names == [(a, f"{e} at {b}:{d}") for a, b, c, d, e, f in EXPECTED]
          + [("clean.json", "no findings")], f"junit: {names}")
    check([f.find("failure").get("type") for f in failures] == ["error"],
          "junit: only what --fail-on names fails")
    check(all(c.find("system-out").text for c in cases[:4]), "junit: texts")


def read_github(output):
    found = []
    for line in output.decode().splitlines():
        match = re.fullmatch(
            r"::(notice|warning|error) file=([^,:]+),line=(\d+),col=(\d+),"
            r"title=portero lint ([a-z0-9-]+)::(.+)", line)
        check(match, f"github: {line}")
        if match:
            level, name, at, column, rule, _ = match.groups()
            found.append((urllib.parse.unquote(name), int(at), int(column),
                          rule, level))
    check(found == [(a, b, d, e, f) for a, b, c, d, e, f in EXPECTED],
          f"github: {found}")


def read_text(output):
    lines = output.decode().splitlines()
    first = [line for line in lines if re.match(r"\S.*: (warning|error)\[", line)]
    check([line.split("]: ")[0] + "]" for line in first]
          == [f"{a}:{b}:{d}: {f}[{e}]" for a, b, c, d, e, f in EXPECTED],
          f"text: {first}")
    check(lines[-1] == "1 error, 4 warnings, 0 notes in 3 documents "
                       "(1 not loadable)", f"text: {lines[-1]}")


def main():
    tool = os.path.abspath(sys.argv[1])
    texts = {NAME: DOCUMENT, "refused.json": REFUSED, "clean.json": CLEAN}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in texts.items():
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        outputs = {}
        for form in ("text", "json", "sarif", "junit", "github"):
            result = lint(tool, "--type", "identity", "--format", form, *texts)
            outputs[form] = result.stdout
            check(result.returncode == 3 and not result.stderr,
                  f"{form}: exit {result.returncode} {result.stderr}")
        read_text(outputs["text"])
        findings = read_json(outputs["json"])
        read_sarif(outputs["sarif"], texts)
        read_junit(outputs["junit"])
        read_github(outputs["github"])
        # every format has every text
        for f in findings:
            text = f["text"].replace("%", "%25")
            check(text in outputs["github"].decode(), f"github: {text}")
        for limit, status in (("error", 0), ("warning", 3), ("note", 3),
                              ("never", 0)):
            for form in outputs:
                result = lint(tool, "--type", "identity", "--format", form,
                              "--fail-on", limit, NAME)
                check(result.returncode == status,
                      f"--fail-on {limit}: {result.returncode}")
    print(f"{checks[0]} passed, {checks[1]} failed")
    return 1 if checks[1] else 0


if __name__ == "__main__":
    sys.exit(main())
