# SPDX-License-Identifier: MIT
"""Creates a job with each of the real clients, as a user of AWS would, and says
what came of it: the exception, the message, how many tries it took."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
AWS = "/usr/bin/aws"
PYTHON = "/usr/bin/python3"

# nothing of the machine's own configuration, and no real credentials
ENV = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent",
       "AWS_ACCESS_KEY_ID": "EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
       "AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1",
       "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
       "LC_ALL": "C.UTF-8"}

BOTO3 = """
import boto3, botocore.exceptions, json, sys
c = boto3.client("sagemaker", endpoint_url=sys.argv[1])
try:
    r = c.create_training_job(**json.load(open(sys.argv[2])))
    print(json.dumps({"ok": True, "arn": r["TrainingJobArn"]}))
except botocore.exceptions.ClientError as e:
    print(json.dumps({"ok": False, "type": e.response["Error"]["Code"],
        "message": e.response["Error"]["Message"],
        "id": e.response["ResponseMetadata"].get("RequestId")}))
"""


def run(command, **how):
    return subprocess.run(command, env={**ENV, **how.pop("env", {})},
                          capture_output=True, text=True, timeout=180, **how)


def aws_cli(url, body):
    done = run([AWS, "sagemaker", "create-training-job", "--endpoint-url", url,
                "--cli-input-json", f"file://{body}"])
    if done.returncode == 0:
        return {"ok": True, "arn": json.loads(done.stdout)["TrainingJobArn"]}
    # An error occurred (TYPE) when calling the X operation: MESSAGE
    text = done.stderr.strip()
    return {"ok": False, "status": done.returncode,
            "type": text.partition("(")[2].partition(")")[0],
            "message": text.partition("operation")[2].partition(": ")[2]}


def last_json(done):
    try:
        return json.loads(done.stdout.strip().split("\n")[-1])
    except ValueError:
        return {"ok": False, "type": "(crashed)",
                "message": (done.stdout + done.stderr).strip()}


def boto3(url, body):
    return last_json(run([PYTHON, "-c", BOTO3, url, body]))


def javascript(modules):
    def client(url, body):
        return last_json(run(
            [shutil.which("node"), "--no-warnings", HERE / "client.js", url,
             body], env={"NODE_PATH": modules}))
    return client


def find(build):
    """The clients that this machine has, and why it lacks the others."""
    found, missing = {}, {}
    if os.path.exists(AWS):
        found["AWS CLI"] = aws_cli
    else:
        missing["AWS CLI"] = f"no {AWS}"
    if run([PYTHON, "-c", "import boto3"]).returncode == 0:
        found["boto3"] = boto3
    else:
        missing["boto3"] = "python3-boto3 is not installed"
    modules = os.path.join(os.path.abspath(build), "js", "node_modules")
    if os.path.isdir(os.path.join(modules, "@aws-sdk", "client-sagemaker")) \
            and shutil.which("node"):
        found["JavaScript"] = javascript(modules)
    else:
        missing["JavaScript"] = "no node, or no @aws-sdk/client-sagemaker"
    return found, missing


if __name__ == "__main__":
    for name, client in find(sys.argv[1])[0].items():
        print(name, client(*sys.argv[2:4]))
