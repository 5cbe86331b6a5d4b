#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the table of operations against the API's own model.

usage: tests/model/check.py TABLE

A member that hands over a role and is not in the table would be a role that
nobody asks about; a path that is not in the model, a key that is never there.
The model is the one that botocore ships (Debian: python3-botocore). Without it
there is nothing to compare, and that is said.
"""

import gzip
import os
import re
import subprocess
import sys

import json

# The model has to know the members: older ones lack some.
RECENT = (1, 43)

# Newer than any model that was at hand.
NEWER = {"CreateJob"}

# Roles that the model leaves out and we do not.
NEEDED = {
    # without it the stored role stays in use, unseen
    ("UpdatePipeline", "RoleArn"),
}

# Text that has "role" in its name and is none.
NO_ROLE = {"ExecutionRoleSessionNameMode", "ExecutionRoleIdentityConfig"}

# Members by their last name, and the key of an action that has such a key.
KEYS = {
    "InstanceType": "InstanceTypes",
    "AcceleratorType": "AcceleratorTypes",
    "EnableNetworkIsolation": "NetworkIsolation",
    "EnableInterContainerTrafficEncryption": "InterContainerTrafficEncryption",
    "EnableRemoteDebug": "EnableRemoteDebug",
    "KeepAlivePeriodInSeconds": "KeepAlivePeriod",
    "MaxRuntimeInSeconds": "MaxRuntimeInSeconds",
    "Subnets[]": "VpcSubnets",
    "SecurityGroupIds[]": "VpcSecurityGroupIds",
    "VolumeKmsKeyId": "VolumeKmsKey",
    "FileSystemId": "FileSystemId",
    "FileSystemAccessMode": "FileSystemAccessMode",
    "FileSystemType": "FileSystemType",
    "DirectoryPath": "FileSystemDirectoryPath",
    "AcceptEula": "DirectGatedModelAccess",
    "WorkteamArn": "WorkteamArn",
    "ModelApprovalStatus": "ModelApprovalStatus",
    "RootAccess": "RootAccess",
    "DirectInternetAccess": "DirectInternetAccess",
}

# Of these the pages do not say that the key speaks of them.
OTHER_JOBS = re.compile(
    # evaluation of rules beside a training job
    r"^(DebugRule|ProfilerRule)Configurations\[\]\."
    # all jobs of a tuning job together
    r"|^HyperParameterTuningJobConfig\.ResourceLimits\."
    # the network of the machines that label, in an action without those keys
    r"|^LabelingJobAlgorithmsConfig\.LabelingJobResourceConfig\.VpcConfig\.")

TYPES = {
    "role": {"string"}, "also": {"string"}, "text": {"string"},
    "number": {"integer", "long"}, "flag": {"boolean"}, "kms": {"string"},
    "model": {"string"}, "lifecycle": {"string"}, "team": {"string"},
    "map": {"map"}, "present": {"structure"}, "s3": {"string"},
}
REQUIRED = 1


def load():
    """The model and botocore's version, or None."""
    try:
        import botocore
    except ImportError:
        return None, None
    base = os.path.join(os.path.dirname(botocore.__file__), "data",
                        "sagemaker", "2017-07-24", "service-2.json")
    version = tuple(int(n) for n in botocore.__version__.split(".")[:2])
    for path, opener in ((base, open), (base + ".gz", gzip.open)):
        if os.path.exists(path):
            with opener(path, "rt", encoding="utf-8") as file:
                return json.load(file), version
    return None, version


def members(shapes, name, path="", above=()):
    """Yields path, name of the shape, type and whether it is required."""
    shape = shapes[name]
    if name in above:
        return
    if shape["type"] == "structure":
        inner = [(("." if path else "") + key, of["shape"],
                  key in shape.get("required", ()))
                 for key, of in shape["members"].items()]
    elif shape["type"] == "list":
        inner = [("[]", shape["member"]["shape"], False)]
    else:
        return
    for key, of, required in inner:
        yield path + key, of, shapes[of]["type"], required
        yield from members(shapes, of, path + key, above + (name,))


def read_table(tool):
    table, fields = {}, None
    for line in subprocess.check_output([tool], text=True).splitlines():
        kind, *words = line.split(" ")
        if kind == "operation":
            fields = []
            table[words[0]] = (words[1:3], words[3] == "tags", fields)
        else:
            fields.append((words[0], words[1], words[2], int(words[3])))
    return table


def is_role(path, shape, kind):
    return (kind == "string" and shape not in NO_ROLE and
            (shape == "RoleArn" or
             re.search(r"role(arns?)?(\[\])?$", path, re.IGNORECASE)))


class Check:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, good, *what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("wrong:", *what)


def check_row(check, name, row, inputs, recent):
    resources, tags, fields = row
    by_path = {}
    for meaning, path, key, flags in fields:
        by_path.setdefault(path, []).append((meaning, key, flags))
    keys = {key for _, _, key, _ in fields}

    check(tags == ("Tags" in inputs), name, "takes tags:", "Tags" in inputs)
    for member in re.findall(r"{(\w+)", " ".join(resources)):
        check(inputs.get(member, ("", ""))[1] == "string", name,
              "has no", member, "to make a resource of")
    for path, (shape, kind, required) in inputs.items():
        meanings = by_path.get(path, [])
        if is_role(path, shape, kind):
            flags = [flags for what, _, flags in meanings if what == "role"]
            check(len(flags) == 1, name, path, "is a role nobody asks about")
            # what was required once may be left out today
            check(not flags or not recent or bool(flags[0] & REQUIRED) ==
                  (required or (name, path) in NEEDED), name, path,
                  "is required:", required)
        last = path.rsplit(".", 1)[-1]
        key = "sagemaker:" + KEYS.get(last, "?")
        if key in keys and not OTHER_JOBS.search(path):
            check(any(of == key for _, of, _ in meanings), name, path,
                  "says nothing of", key)
    for meaning, path, _, _ in fields:
        kind = inputs.get(path, ("", ""))[1]
        if not kind and not recent:
            continue
        check(kind and kind in TYPES.get(meaning, {kind}), name, path,
              "is not", meaning, "but", kind or "not there")


def main():
    model, version = load()
    if not model:
        print("skipped: no botocore, so no model of the API")
        return 0
    recent = version >= RECENT
    if not recent:
        print("skipped: what a botocore older than %d.%d does not know" %
              RECENT)
    operations, shapes = model["operations"], model["shapes"]
    table = read_table(sys.argv[1])
    check = Check()

    for name, row in table.items():
        if name not in operations:
            check(name in NEWER or not recent, name, "is no operation")
            continue
        inputs = {path: (shape, kind, required) for
                  path, shape, kind, required in
                  members(shapes, operations[name]["input"]["shape"])}
        check_row(check, name, row, inputs, recent)

    # what hands over a role and is not judged does not pass
    unseen = [name for name in sorted(operations) if name not in table and
              "input" in operations[name] and
              any(is_role(path, shape, kind) for path, shape, kind, _ in
                  members(shapes, operations[name]["input"]["shape"]))]
    for line in subprocess.check_output([sys.argv[1]] + unseen,
                                        text=True).splitlines():
        name, kind = line.split(" ")
        check(kind == "other", name, "takes a role and is", kind)
    print("%d passed, %d failed" % (check.passed, check.failed))
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
