#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks documents against what they speak of.

portero-lint(7): every rule has a section with its severity, and every example
and its fix do what the page says. differences-from-aws.md: every line names a
test that there is. portero(1): has the options that the verbs take, no others.

usage: tests/manual.py TOOL PROJECT
"""

import json
import os
import re
import subprocess
import sys
import tempfile

ACCOUNT = "111122223333"
# a policy that is found by its size has no example
NO_EXAMPLE = {"policy-too-large"}


def sections(page):
    """The text of each .Ss by its name."""
    parts = re.split(r"^\.S[sh] (.*)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def blocks(section):
    return re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", section,
                      flags=re.MULTILINE | re.DOTALL)


def write(name, statements):
    with open(name, "w", encoding="utf-8") as file:
        json.dump(statements if "Statement" in statements else
                  {"Version": "2012-10-17", "Statement": statements}, file)
    return name


def make_set(kind, statements):
    """A set of roles with one policy each, or of levels with one SCP each."""
    files = [write(f"{i}.json", s) for i, s in enumerate(statements, 1)]
    roles = ", ".join(f'{{ name = "role-{i}"; policies = ["{file}"]; }}'
                      for i, file in enumerate(files, 1))
    conf = "version = 1;\n"
    if kind == "levels":
        conf += ('organization = { id = "o-a1b2c3d4e5"; root = { id = "r-ab12";'
                 f' scps = ["{files[0]}"]; accounts = ( {{ id = "{ACCOUNT}";'
                 f' scps = ["{files[1]}"]; }} ); }}; }};\n')
        roles = ""
    conf += f'accounts = ( {{ id = "{ACCOUNT}"; roles = ( {roles} ); }} );\n'
    with open("portero.conf", "w", encoding="utf-8") as file:
        file.write(conf)


def findings(tool, kind, block):
    """The (id, severity) of all that lint finds in a block."""
    statements = json.loads(f"[{block}]")
    arguments = ["-p", "."]
    if kind in ("roles", "levels"):
        make_set(kind, statements)
    else:
        whole = statements[0] if "Statement" in statements[0] else statements
        arguments = ["--type", kind, write("policy.json", whole)]
    output = subprocess.run([tool, "lint", "--format", "json", "--fail-on",
                             "never", *arguments], check=True,
                            stdout=subprocess.PIPE).stdout
    return [(f["id"], f["severity"]) for f in
            map(json.loads, output.decode().splitlines()) if "id" in f]


def check(tool, rule, severity, section):
    """What is wrong with the section of a rule."""
    if section is None:
        return "has no section"
    if severity.capitalize() not in re.findall(r"\w+", section):
        return f"does not say that it is: {severity}"
    examples = blocks(section)
    if rule in NO_EXAMPLE:
        return None
    if len(examples) != 2:
        return f"{len(examples)} examples, not a bad and a good one"
    kind = re.search(r"^\.\\\" is: (\w+)$", section, flags=re.MULTILINE)
    kind = kind.group(1) if kind else "identity"
    bad, good = (findings(tool, kind, block) for block in examples)
    if (rule, severity) not in bad:
        return f"the example gives {bad}"
    if rule in [found for found, _ in good]:
        return f"the fix gives {good}"
    return None


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def is_test(project, name):
    """decide/test_match: variables, cases/check-trust, or make corpus."""
    if name.startswith("cases/"):
        return os.path.isfile(os.path.join(project, "tests", name, "cmd"))
    if name.startswith("make "):
        return True
    path = os.path.join(project, "tests/unit", name.split(": ")[0] + ".c")
    return os.path.isfile(path) and re.search(
        rf"^{name.split(': ')[1]}\(void \*\*state\)$", read(path),
        flags=re.MULTILINE)


def check_differences(project):
    """What is wrong with the lines of tables that have a column "test"."""
    wrong, column = [], None
    for line in read(project, "docs/differences-from-aws.md").splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if not line.startswith("|"):
            column = None
        elif cells[-1] == "test":
            column = len(cells)
        elif column and not line.startswith("| --- "):
            names = re.findall("`([^`]*)`", cells[-1])
            if len(cells) != column or not names:
                wrong.append(f"no test: {line[:60]}")
            wrong += [f"no such test: {name}" for name in names
                      if not is_test(project, name)]
    return wrong


def check_options(tool, project):
    """Options that portero(1) or the help of the verbs lacks."""
    def ask(*arguments):
        return subprocess.run([tool, *arguments], check=True,
                              stdout=subprocess.PIPE).stdout.decode()

    verbs = re.findall(r"^  ([a-z]+) ", ask("--help"), flags=re.MULTILINE)
    taken = set()
    for verb in verbs:
        taken |= set(re.findall(r"--([a-z-]+)", ask(verb, "--help")))
    page = read(project, "docs/portero.1")
    told = set(re.findall(r"Fl -([a-z-]+)", page))
    wrong = [f"--{name} is not in the page" for name in taken - told]
    wrong += [f"no verb takes --{name}" for name in told - taken]
    wrong += [f"the verb {verb} is not in the page" for verb in verbs
              if f"\n.Ss {verb}\n" not in page]
    return wrong if verbs else ["the tool names no verbs"]


def main():
    tool = os.path.abspath(sys.argv[1])
    found = sections(read(sys.argv[2], "docs/portero-lint.7"))
    others = ([f"differences-from-aws.md: {wrong}"
               for wrong in check_differences(sys.argv[2])]
              + [f"portero(1): {wrong}"
                 for wrong in check_options(tool, sys.argv[2])])
    rules = subprocess.run([tool, "lint", "--rules"], check=True,
                           stdout=subprocess.PIPE).stdout.decode()
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o700)
        os.chdir(folder)
        for line in rules.splitlines():
            severity, rule = line.split()[:2]
            wrong = check(tool, rule, severity, found.get(rule))
            passed, failed = passed + (not wrong), failed + bool(wrong)
            if wrong:
                print(f"FAIL {rule}: {wrong}")
        names = {line.split()[1] for line in rules.splitlines()}
        for rule in set(found) - names:
            if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule):
                print(f"FAIL {rule}: there is no such rule")
                failed += 1
    for wrong in others:
        print(f"FAIL {wrong}")
    passed, failed = passed + (not others), failed + len(others)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
