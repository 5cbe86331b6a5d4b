# SPDX-License-Identifier: MIT
"""A pipeline of the fraud team and what it needs: definition, configuration."""
import json
import os
import pwd
import shutil

import cluster as c

BUCKET = f"s3://ml-artifacts-{c.ACCOUNT}/"

CONF = """\
# pipelined.conf of the example
plugin {dir}/lib/portero.so {dir}/policies/portero.conf
log {work}/decisions.log
place {place}
state {work}/executions
store {work}/store
machine ml.m5.large {small}
machine ml.m5.xlarge ml.m5.xlarge
machine ml.p5.48xlarge ml.p5.48xlarge
machine - ml.m5.large
run step:Prepare {command} prepare
run step:Evaluate {command} evaluate
run Training {command} train
run Model {command} model
run RegisterModel {command} register
run Processing {command} process
run Transform {command} transform
run Tuning {command} tune
run Lambda {command} lambda
run Callback {command} ask
"""


def join(team, *names):
    return {"Std:Join": {"On": "/", "Values": [
        f"{BUCKET}{team}", {"Get": "Execution.PipelineExecutionId"},
        *names]}}


def processing(team, name, source, out, role, pause):
    return {
        "ProcessingJobName": f"{team}-{name}",
        "ProcessingResources": {"ClusterConfig": {
            "InstanceCount": 1, "InstanceType": "ml.m5.large",
            "VolumeSizeInGB": 30}},
        "AppSpecification": {"ImageUri": "image:1"},
        "RoleArn": c.ROLE + role,
        "Environment": {"PAUSE": str(pause)},
        "ProcessingInputs": [{"InputName": "in", "S3Input": {
            "S3Uri": source, "LocalPath": "/in", "S3DataType": "S3Prefix",
            "S3InputMode": "File"}}],
        "ProcessingOutputConfig": {"Outputs": [{
            "OutputName": "out", "S3Output": {
                "S3Uri": join(team, out), "LocalPath": "/out",
                "S3UploadMode": "EndOfJob"}}]},
        "Tags": [{"Key": "cost-center",
                  "Value": {"Get": "Parameters.CostCenter"}}]}


def training(team, source, role, pause):
    return {
        "TrainingJobName": f"{team}-train",
        "AlgorithmSpecification": {"TrainingImage": "image:1",
                                   "TrainingInputMode": "File"},
        "RoleArn": c.ROLE + role,
        "Environment": {"PAUSE": str(pause)},
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {
            "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": source}}}],
        "OutputDataConfig": {"S3OutputPath": join(team, "model")},
        "ResourceConfig": {"InstanceCount": 1, "VolumeSizeInGB": 30,
                           "InstanceType": "ml.m5.xlarge"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        "Tags": [{"Key": "cost-center",
                  "Value": {"Get": "Parameters.CostCenter"}}]}


RETRY = [{"ExceptionType": ["SageMaker.JOB_INTERNAL_ERROR",
                            "Step.SERVICE_FAULT"],
          "IntervalSeconds": 1, "BackoffRate": 1.5, "MaxAttempts": 3}]


def definition(team="fraud", pause=0, minimum=0.7, **roles):
    """Prepare, Train, Evaluate, GoodEnough, CreateModel, Register."""
    big = team.capitalize()
    role = {"train": f"{big}Training", "process": f"{big}Processing",
            "model": f"{big}Model", **roles}
    steps = [
        {"Name": "Prepare", "Type": "Processing", "RetryPolicies": RETRY,
         "Arguments": processing(team, "prepare", f"{BUCKET}{team}/raw",
                                 "prepared", role["process"], pause)},
        {"Name": "Train", "Type": "Training", "RetryPolicies": RETRY,
         "Arguments": training(team, {
             "Get": "Steps.Prepare.ProcessingOutputConfig.Outputs['out']"
             ".S3Output.S3Uri"}, role["train"], pause)},
        {"Name": "Evaluate", "Type": "Processing", "RetryPolicies": RETRY,
         "Arguments": processing(team, "evaluate", {
             "Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}, "report",
             role["process"], pause),
         "PropertyFiles": [{"PropertyFileName": "report",
                            "OutputName": "out",
                            "FilePath": "evaluation.json"}]},
        {"Name": "GoodEnough", "Type": "Condition", "Arguments": {
            "Conditions": [{
                "Type": "GreaterThanOrEqualTo",
                "LeftValue": {"Std:JsonGet": {
                    "PropertyFile": {
                        "Get": "Steps.Evaluate.PropertyFiles.report"},
                    "Path": "metrics.auc"}},
                "RightValue": {"Get": "Parameters.MinimumAuc"}}],
            "IfSteps": [
                {"Name": "CreateModel", "Type": "Model", "Arguments": {
                    "ModelName": f"{team}-model",
                    "ExecutionRoleArn": c.ROLE + role["model"],
                    "PrimaryContainer": {
                        "Image": "image:1", "ModelDataUrl": {
                            "Get": "Steps.Train.ModelArtifacts."
                            "S3ModelArtifacts"}}}},
                {"Name": "Register", "Type": "RegisterModel",
                 "DependsOn": ["CreateModel"], "Arguments": {
                     "ModelPackageGroupName": f"{team}-models",
                     "ModelApprovalStatus": "PendingManualApproval",
                     "InferenceSpecification": {
                         "Containers": [{
                             "Image": "image:1", "ModelDataUrl": {
                                 "Get": "Steps.Train.ModelArtifacts."
                                 "S3ModelArtifacts"}}],
                         "SupportedContentTypes": ["text/csv"],
                         "SupportedResponseMIMETypes": ["text/csv"]}}}],
            "ElseSteps": [{"Name": "GiveUp", "Type": "Fail", "Arguments": {
                "ErrorMessage": {"Std:Join": {"On": " ", "Values": [
                    "AUC is below", {"Get": "Parameters.MinimumAuc"}]}}}}]}}]
    return {"Version": "2020-12-01", "Metadata": {}, "Parameters": [
        {"Name": "CostCenter", "Type": "String", "DefaultValue": "7421"},
        {"Name": "MinimumAuc", "Type": "Float", "DefaultValue": minimum}],
        "Steps": steps}


class Scene:
    """A folder of the orchestrator's user on a running cluster. COMMAND is
    what steps run, SMALL the partition that ml.m5.large is sent to."""

    def __init__(self, cluster, name="work", command=None,
                 small="ml.m5.large"):
        self.cl = cluster
        self.work = cluster.dir / name
        p = pwd.getpwnam(c.ORCHESTRATOR)
        for f in (self.work, self.work / "executions"):
            f.mkdir(mode=0o755)
            os.chown(f, p.pw_uid, p.pw_gid)
        lib = cluster.dir / "lib"
        shutil.copyfile(c.HERE / "work", lib / "work")
        (lib / "work").chmod(0o755)
        self.conf = cluster.dir / f"conf/{name}.conf"
        self.conf.write_text(CONF.format(
            dir=cluster.dir, work=self.work, place=c.PLACE, small=small,
            command=command or lib / "work"))
        self.decisions = self.work / "decisions.log"
        self.program = lib / "pipelined"

    def write(self, name, definition):
        path = self.cl.dir / f"conf/{name}.json"
        path.write_text(json.dumps(definition, indent=1))
        return path

    def start_command(self, path, team="fraud", role=None, caller=None,
                      name=None, more=()):
        big = team.capitalize()
        return [self.program, "start", "-c", self.conf, "--execution-role",
                c.ROLE + (role or f"{big}Pipeline"), "--as",
                caller or c.ROLE + f"{big}Scientist", "--pipeline-name",
                name or f"{team}-weekly", *more, path]

    def start(self, path, team="fraud", **more):
        """Runs it to its end."""
        return self.cl.run(self.start_command(path, team, **more),
                           c.ORCHESTRATOR, timeout=300)

    def verb(self, *words, **more):
        return self.cl.run([self.program, words[0], "-c", self.conf,
                            *words[1:]], c.ORCHESTRATOR, **more)

    def steps(self, execution):
        keys = ("name type status job arn slurm decision failures "
                "reason").split()
        out = self.verb("list-steps", execution).stdout
        return [dict(zip(keys, line.split("\t")))
                for line in out.splitlines()]
