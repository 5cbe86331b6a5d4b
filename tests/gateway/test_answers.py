# SPDX-License-Identifier: MIT
"""What the caller is told, word for word (IAM: "Troubleshoot access denied
error messages"), what the log says, and that nothing refused goes on."""
import json
import subprocess

from harness import (ACCOUNT, Bench, CHURN, FRAUD, NAME, ROLES, ROOT, SIMPLE,
                     train)

JOB = f"arn:aws:sagemaker:eu-west-1:{ACCOUNT}:training-job"
DENIED = "AccessDeniedException"
INVALID = "ValidationException"
NOBODY = f"arn:aws:sts::{ACCOUNT}:assumed-role/Nobody/x"


def user(caller, action, resource, why):
    return (f"User: {caller} is not authorized to perform: {action} on "
            f"resource: {resource} {why}")


# what, caller, body, operation -> status, type, message, reason in the log
TABLE = [
    ("allowed", FRAUD, train(), None, 200, None, None, "ALLOWED"),
    ("another team's prefix", CHURN, train(), None, 400, DENIED,
     user(CHURN, "sagemaker:CreateTrainingJob", f"{JOB}/{NAME}",
          "because no identity-based policy allows the "
          "sagemaker:CreateTrainingJob action"), "IDENTITY_NO_ALLOW"),
    ("no cost center", FRAUD, train(tags=False), None, 400, DENIED,
     user(FRAUD, "sagemaker:CreateTrainingJob", f"{JOB}/{NAME}",
          "with an explicit deny in an identity-based policy"),
     "IDENTITY_EXPLICIT_DENY"),
    ("an admin's role", FRAUD, train(role="admin/PlatformAdmin"), None, 400,
     DENIED, user(FRAUD, "iam:PassRole", f"{ROLES}/admin/PlatformAdmin",
                  "with an explicit deny in a service control policy"),
     "SCP_EXPLICIT_DENY"),
    ("a role that may not be passed", FRAUD, train(role="ml/ChurnTraining"),
     None, 400, DENIED,
     user(FRAUD, "iam:PassRole", f"{ROLES}/ml/ChurnTraining",
          "because no identity-based policy allows the iam:PassRole action"),
     "IDENTITY_NO_ALLOW"),
    ("a role that trusts another service", CHURN,
     train("churn-k2m9x0q7w3ab-Zt81kQm2Ls", "ml/ChurnLegacy"), None, 400,
     INVALID, f"Could not assume role {ROLES}/ml/ChurnLegacy. Please ensure "
     "that the role exists and allows principal 'sagemaker.amazonaws.com' to "
     "assume the role.", "TRUST_NO_SERVICE"),
    ("a role that does not exist", FRAUD, train(role="ml/Ghost"), None, 400,
     INVALID, f"Could not assume role {ROLES}/ml/Ghost. Please ensure that "
     "the role exists and allows principal 'sagemaker.amazonaws.com' to "
     "assume the role.", "UNKNOWN_ROLE"),
    ("large machines", FRAUD, train(ResourceConfig={
        "InstanceType": "ml.p5.48xlarge", "InstanceCount": 1,
        "VolumeSizeInGB": 1}), None, 400, DENIED,
     user(FRAUD, "sagemaker:CreateTrainingJob", f"{JOB}/{NAME}",
          "with an explicit deny in a service control policy"),
     "SCP_EXPLICIT_DENY"),
    ("a name with an underscore", FRAUD, train("fraud_1"), None, 400, INVALID,
     lambda m: m.startswith("1 validation error detected: Value 'fraud_1' at "
                            "'trainingJobName' failed to satisfy constraint"),
     "NAME_SYNTAX"),
    ("the name of no prefix", FRAUD,
     train("pipelines-k2m9x0q7w3ab-Train-Zt81kQm2Ls"), None, 400, INVALID,
     lambda m: "must have a custom prefix" in m, "NAME_DEFAULT_FORM"),
    ("a principal that nobody knows", NOBODY, train(), None, 400, DENIED,
     user(NOBODY, "sagemaker:CreateTrainingJob", f"{JOB}/{NAME}",
          "because no identity-based policy allows the "
          "sagemaker:CreateTrainingJob action"), "UNKNOWN_PRINCIPAL"),
    ("no name", FRAUD, {"RoleArn": f"{ROLES}/ml/FraudTraining"}, None, 400,
     INVALID, lambda m: "TrainingJobName" in m, "BAD_REQUEST"),
    ("no role", FRAUD, {"TrainingJobName": NAME}, None, 400, INVALID,
     lambda m: "RoleArn" in m, "BAD_REQUEST"),
    ("a role hidden where none belongs", FRAUD,
     train(VpcConfig={"Subnets": ["a"], "SecurityGroupIds": ["b"],
                      "SecretRoleArn": f"{ROLES}/admin/PlatformAdmin"}), None,
     400, INVALID, lambda m: "SecretRoleArn" in m, "BAD_REQUEST"),
    ("no caller", None, train(), None, 400,
     "MissingAuthenticationTokenException",
     lambda m: "does not know who the caller is" in m, "UNKNOWN_PRINCIPAL"),
    ("a model", FRAUD, {"ModelName": "fraud-model",
                        "ExecutionRoleArn": f"{ROLES}/ml/FraudModel"},
     "CreateModel", None, None, None, None),
    ("an endpoint and its configuration", FRAUD,
     {"EndpointName": "fraud-e", "EndpointConfigName": "churn-c"},
     "CreateEndpoint", 400, DENIED, lambda m: "sagemaker:CreateEndpoint" in m,
     "IDENTITY_NO_ALLOW"),
    ("an operation nobody knows", FRAUD, {}, "CreateSomethingNew", 400, DENIED,
     f"User: {FRAUD} is not authorized to perform: "
     "sagemaker:CreateSomethingNew because this gateway does not pass that "
     "action", "UNKNOWN_ACTION"),
    ("tags of something that is there", FRAUD, {}, "AddTags", 400, DENIED,
     lambda m: "sagemaker:AddTags" in m, "UNKNOWN_ACTION"),
    ("describe", FRAUD, {"TrainingJobName": "x"}, "DescribeTrainingJob", 200,
     None, None, None),
    ("not even SageMaker", FRAUD, {}, "!", 400, "UnknownOperationException",
     lambda m: "no operation of SageMaker" in m, "BAD_REQUEST"),
]


def ask_tool(b, t, what, line, folder):
    """The request of the log, asked through the tool: the same verdict."""
    request = folder / "request.json"
    request.write_text(json.dumps(line["request"]))
    done = subprocess.run(
        [b.build / "portero", "check", "-p", ROOT / "examples" / "policies",
         request], capture_output=True, text=True)
    t.expect(f"{what}: portero check says the same", done.returncode,
             {"ALLOW": 0}.get(line["verdict"], 2))


def run(t, build):
    with Bench(build) as b:
        b.start(SIMPLE, "portero_log decisions.log;")
        has_check = "check" in subprocess.run(
            [b.build / "portero", "--help"], capture_output=True,
            text=True).stdout
        if not has_check:
            t.skip("portero check on the same requests", "no such verb")
        import pathlib
        for what, caller, body, operation, status, kind, message, reason \
                in TABLE:
            before = len(b.upstream.seen)
            count = len(b.lines())
            target = "SageMaker." + (operation or "CreateTrainingJob")
            a = b.call(body, target, caller)
            if status is not None:
                t.expect(f"{what}: status", a.status, status)
                t.expect(f"{what}: type", a.type, kind)
            if message is not None:
                t.expect(f"{what}: message", a.message, message)
            if kind:
                t.expect(f"{what}: the header says the same",
                         a.headers["x-amzn-ErrorType"], kind)
                t.expect(f"{what}: JSON", a.headers["Content-Type"],
                         "application/x-amz-json-1.1")
            t.expect(f"{what}: upstream", len(b.upstream.seen) - before,
                     1 if a.status == 200 else 0)
            new = b.lines()[count:]
            if reason:
                t.expect(f"{what}: reason", [l["reason"] for l in new],
                         [reason])
                t.expect(f"{what}: id", new[0]["id"],
                         lambda i: len(i) == 26 and
                         i == (a.headers["X-Portero-Decision-Id"] or i))
            if has_check and new and "request" in new[0]:
                ask_tool(b, t, what, new[0], pathlib.Path(b.folder))
        # what was passed on is what was judged
        target, headers, body, path = b.upstream.seen[0]
        t.expect("the body is passed on unchanged", json.loads(body), train())
        headers = dict(headers)
        t.expect("the upstream is told the decision",
                 (headers.get("X-Portero-Verdict"),
                  headers.get("X-Portero-Decision-Id")),
                 ("ALLOW", b.lines()[0]["id"]))
        metrics = b.call("", method="GET", path="/metrics").text
        t.expect("metrics", metrics, lambda m: all(x in m for x in (
            'portero_decisions_total{action="CreateTrainingJob",'
            'verdict="allow",reason="ALLOWED"} 1\n',
            'reason="TRUST_NO_SERVICE"} 1\n', "portero_passed_total 1\n",
            "portero_evaluation_seconds_bucket{le=\"+Inf\"}",
            "portero_policy_generation{generation=\"" +
            b.lines()[0]["generation"])))
        t.expect("the reasons of policies stay in the log", a.text,
                 lambda x: "account.json" not in x)
    with Bench(build) as b:
        b.start(SIMPLE, "portero_show_policy on; portero_mode enforce;")
        t.expect("portero_show_policy", b.call(train(tags=False)).message,
                 lambda m: "account.json#TeamJobs:" in m and
                 "EveryJobHasACostCenter" in m)
    with Bench(build) as b:
        b.start(SIMPLE, "portero_mode audit; portero_log decisions.log;")
        t.expect("audit lets a refusal pass", b.call(train(tags=False)).status,
                 200)
        t.expect("and no JSON", b.call("{").status, 200)
        t.expect("and logs it",
                 [(x["mode"], x["verdict"]) for x in b.lines()],
                 [("audit", "DENY")] * 2)
        t.expect("and tells the upstream",
                 dict(b.upstream.seen[0][1])["X-Portero-Verdict"], "DENY")
    with Bench(build) as b:
        b.start(SIMPLE, "portero_other deny;")
        t.expect("portero_other deny", b.call({}, "SageMaker.ListModels").type,
                 DENIED)
    with Bench(build) as b:
        b.start(SIMPLE, "portero_other allow AddTags;")
        t.expect("portero_other allow AddTags",
                 b.call({}, "SageMaker.AddTags").status, 200)
        t.expect("and only that", b.call({}, "SageMaker.CreateApp").type,
                 DENIED)
