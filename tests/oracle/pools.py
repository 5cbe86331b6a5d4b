"""The small pools of values from which lines are made.

Small on purpose: a policy value and a request value then meet often, or miss
by one character, one letter case or one colon.
"""

HOME, OTHER = "111122223333", "444455556666"
ACCOUNTS = (HOME, OTHER)

# (principal, roleArn or None), by how often they should occur
CALLERS = (
    (6, f"arn:aws:sts::{HOME}:assumed-role/DS/alice", None),
    (5, f"arn:aws:sts::{HOME}:assumed-role/DS/alice",
     f"arn:aws:iam::{HOME}:role/ml/DS"),
    (1, f"arn:aws:sts::{HOME}:assumed-role/DS/bob", None),
    (1, f"arn:aws:sts::{HOME}:assumed-role/ds/alice", None),
    (2, f"arn:aws:iam::{HOME}:role/DS", None),
    (1, f"arn:aws:iam::{HOME}:role/ml/DS", None),
    (4, f"arn:aws:iam::{HOME}:user/ana", None),
    (1, f"arn:aws:iam::{HOME}:user/dev/ana", None),
    (2, f"arn:aws:iam::{HOME}:root", None),
    (2, f"arn:aws:sts::{HOME}:federated-user/ana", None),
    (2, "sagemaker.amazonaws.com", None),
    (1, "lambda.amazonaws.com", None),
    (1, {"type": "Anonymous"}, None),
    (1, f"arn:aws:sts::{HOME}:assumed-role/AWSServiceRoleForX/s",
     f"arn:aws:iam::{HOME}:role/aws-service-role/x.amazonaws.com/"
     "AWSServiceRoleForX"),
    (1, f"arn:aws:iam::{HOME}:role/aws-service-role/x.amazonaws.com/"
     "AWSServiceRoleForX", None),
    (1, f"arn:aws-cn:sts::{HOME}:assumed-role/DS/alice", None),
)

# Values of Principal elements, by kind
PRINCIPALS = {
    "AWS": (
        "*", HOME, OTHER, f"arn:aws:iam::{HOME}:root",
        f"arn:aws:iam::{OTHER}:root", f"arn:aws-cn:iam::{HOME}:root",
        f"arn:aws:iam::{HOME}:role/DS", f"arn:aws:iam::{HOME}:role/ml/DS",
        f"arn:aws:iam::{HOME}:role/ds", f"arn:aws:iam::{OTHER}:role/DS",
        f"arn:aws-cn:iam::{HOME}:role/DS",
        f"arn:aws:sts::{HOME}:assumed-role/DS/alice",
        f"arn:aws:sts::{HOME}:assumed-role/DS/bob",
        f"arn:aws:iam::{HOME}:user/ana", f"arn:aws:iam::{HOME}:user/dev/ana",
        f"arn:aws:iam::{HOME}:user/Ana",
        f"arn:aws:sts::{HOME}:federated-user/ana",
        f"arn:aws:sts::{HOME}:federated-user/Ana",
        "AIDAEXAMPLEEXAMPLE", "AROAEXAMPLEEXAMPLE",
    ),
    "Service": ("sagemaker.amazonaws.com", "lambda.amazonaws.com",
                "ec2.amazonaws.com"),
    "Federated": ("accounts.google.com", "cognito-identity.amazonaws.com"),
    "CanonicalUser": ("79a59df900b949e55d96a1e698fbaced",),
}

# (weight, action, resource); ACC is replaced by an account
QUESTIONS = (
    (5, "sagemaker:CreateTrainingJob",
     "arn:aws:sagemaker:us-east-1:ACC:training-job/alpha-p1g-XEd"),
    (2, "sagemaker:CreateTrainingJob",
     "arn:aws:sagemaker:eu-west-1:ACC:training-job/Alpha-p1g-XEd"),
    (1, "sagemaker:CreateTrainingJob",
     "arn:aws:sagemaker:us-east-1:ACC:training-job/a*-x"),
    (1, "sagemaker:CreateTrainingJob",
     "arn:aws:sagemaker:*:ACC:training-job/ana-x"),
    (2, "sagemaker:CreateModel",
     "arn:aws:sagemaker:us-east-1:ACC:model/alpha-1"),
    (1, "sagemaker:DescribeModelPackage",
     "arn:aws:sagemaker:us-east-1:ACC:model-package/grp/alpha-1"),
    (4, "s3:GetObject", "arn:aws:s3:::bkt/alpha/eval.json"),
    (1, "s3:GetObject", "arn:aws:s3:::bkt/a:b:c/\u00e9t\u00e9"),
    (1, "s3:GetObject", "arn:aws:s3:::bkt/"),
    (2, "sqs:SendMessage", "arn:aws:sqs:us-east-1:ACC:q"),
    (2, "logs:PutLogEvents",
     "arn:aws:logs:us-east-1:ACC:log-group:/ml/alpha:log-stream:s1"),
    (2, "kms:Decrypt", "arn:aws:kms:us-east-1:ACC:key/1234abcd"),
    (3, "iam:PassRole", "arn:aws:iam::ACC:role/SM"),
    (1, "iam:PassRole", "arn:aws:iam::ACC:role/service-role/SM"),
    (4, "sts:AssumeRole", "arn:aws:iam::ACC:role/T"),
    (1, "sts:TagSession", "arn:aws:iam::ACC:role/ml/T"),
    (1, "sts:SetSourceIdentity", "arn:aws:iam::ACC:role/T"),
    (1, "sts:AssumeRoleWithWebIdentity", "arn:aws:iam::ACC:role/T"),
    (1, "sagemaker:ListTrainingJobs", "*"),
    (1, "s3:ListAllMyBuckets", "*"),
)

OTHER_ACTIONS = ("ec2:RunInstances", "sagemaker:DeleteModel", "s3:PutObject",
                 "iam:GetRole", "sts:AssumeRole", "s3:GetObjectAcl")
OTHER_RESOURCES = ("arn:aws:s3:::bkt", "arn:aws:s3:::other/*",
                   f"arn:aws:sagemaker:us-east-1:{HOME}:model/beta",
                   f"arn:aws:iam::{HOME}:role/Prod*", "arn:aws:s3:::",
                   "*job/alpha*", "*:training-job/*", "?rn:aws:s3:::bkt/*",
                   f"arn:aws:*job:us-east-1:{HOME}:*", "arn:aws:s*3:::*",
                   "arn:*:bkt/*", "arn:aws:s3:*/*", "*/alpha*", "?*", "**",
                   "arn:aws:sagemaker:??-????-?:*:*/alpha-*",
                   "arn:aws:*:*:training-job/alpha-p1g-XEd",
                   "*:*:*:*:*:*", "arn:aws:sagemaker:us*1:*")
VARIABLES = ("${aws:PrincipalTag/team}", "${AWS:principaltag/TEAM}",
             "${aws:PrincipalTag/team, 'alpha'}", "${aws:username}",
             "${aws:username, 'ana'}", "${aws:PrincipalAccount}",
             "${aws:TagKeys, 'alpha'}", "${aws:RequestTag/team}",
             "${aws:userid}", "${aws:PrincipalTag/team, ''}",
             "${aws:PrincipalTag/none, 'a*'}", "${*}", "${?}", "${$}")

# Condition keys by the type of their values
KEYS = {
    "string": ("aws:PrincipalTag/team", "aws:RequestTag/team",
               "aws:PrincipalTag/\u00c9quipe", "aws:SourceVpc",
               "sagemaker:TaggingAction", "iam:PassedToService"),
    "derived": ("aws:username", "aws:PrincipalAccount", "aws:PrincipalType",
                "aws:ResourceAccount", "aws:RequestedRegion", "aws:userid",
                "aws:PrincipalArn", "aws:PrincipalServiceName",
                "aws:PrincipalIsAWSService", "aws:EpochTime",
                "aws:CurrentTime", "aws:SourceAccount"),
    "arn": ("aws:PrincipalArn", "aws:SourceArn", "iam:AssociatedResourceArn"),
    "number": ("sagemaker:MaxRuntimeInSeconds", "aws:MultiFactorAuthAge"),
    "date": ("aws:TokenIssueTime", "aws:CurrentTime", "aws:EpochTime"),
    "bool": ("aws:SecureTransport", "aws:ViaAWSService"),
    "ip": ("aws:SourceIp", "aws:VpcSourceIp"),
    "binary": ("app:Blob",),
    "set": ("sagemaker:VpcSubnets", "aws:TagKeys", "sagemaker:InstanceTypes",
            "aws:CalledVia"),
}

# What a request says
REQUEST_VALUES = {
    "string": ("alpha", "alpha", "Alpha", "ALPHA", "beta", "al", "a*", "*",
               "", "ana", "caf\u00e9", "CAF\u00c9", "${aws:username}", "$",
               "al?ha", "true", "10", "sagemaker.amazonaws.com"),
    "derived": ("ana", "Ana", HOME, OTHER, "User", "us-east-1",
                f"arn:aws:iam::{HOME}:role/DS", "true", "1767225600"),
    "arn": (f"arn:aws:iam::{HOME}:role/DS", f"arn:aws:iam::{HOME}:role/ml/DS",
            f"arn:aws:sagemaker:us-east-1:{HOME}:training-job/alpha-x",
            "arn:aws:s3:::bkt/a:b:c", "arn:aws:s3:::bkt", "arn:aws:s3",
            "alpha", "", "arn:aws:iam::*:role/DS"),
    "number": ("9000", "86400", "10", "10.0", "1.50", "-3", "+7", "0",
               "-0", "00010", "0.1", "abc", "1e3", " 10", "", ".5", "5.",
               "123456789012345678901234567890",
               "1234567890123456789012345678901",
               "9007199254740993", "0.100000000000000000001"),
    "date": ("2026-01-01T00:00:00Z", "2025-12-31T23:30:00-01:00",
             "2026-01-01", "2026", "2026-01", "1767225600", "1767225601",
             "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.000000001Z",
             "2026-01-01T05:30+05:30", "2024-02-29", "2023-02-29",
             "2026-01-01T00:00:00", "2026-13-01", "99", "-1", "0001",
             "soon", "", "20260101", "1969-12-31T23:59:59.25Z"),
    "bool": ("true", "true", "false", "True", "FALSE", "yes", "", "1"),
    "ip": ("203.0.113.7", "203.0.113.70", "10.0.0.1", "2001:db8::1",
           "2001:DB8:0:0:0:0:0:1", "::ffff:10.0.0.1", "10.0.0.256",
           "010.0.0.1", "10.0.0", "", "fe80::1", "2001:db8::g"),
    "binary": ("QUJD", "QUJDRA==", "QUI=", "", "QUJ", "!!!!"),
    "set": ("subnet-a", "subnet-b", "ml.m5.large", "ml.p4d.24xlarge",
            "alpha", "Alpha", "", "a*"),
}

# What a policy says, by the family of the operator
POLICY_VALUES = {
    "String": ("alpha", "alpha", "ALPHA", "beta", "", "al*", "a?pha", "*",
               "al?", "caf\u00e9", "caf?", "caf\u00c9", "a${*}", "a${?}",
               "${$}", "$", "al${?}ha", "${aws:PrincipalTag/team}",
               "${aws:RequestTag/team}", "${aws:PrincipalTag/team, 'alpha'}",
               "${aws:username}", "${aws:username, 'ana'}", "ana", HOME,
               OTHER, "AssumedRole", "User", "us-*-1", "us-east-1", "true",
               10, True, "subnet-a", "subnet-*", "ml.p*", "ml.m5.large",
               "${aws:TagKeys}", "sagemaker.amazonaws.com", "?", "**a**"),
    "Arn": (f"arn:aws:iam::{HOME}:role/DS", f"arn:aws:iam::{HOME}:role/*",
            "arn:aws:iam::*:role/DS", "arn:aws:iam::*", "*", "*:*:*:*:*:*",
            "arn:aws:*:*:*:role/*", "arn:aws:s3:::bkt*", "arn:aws:s3:::b?t",
            "arn:aws:sagemaker:us-*-1:*:training-job/${aws:PrincipalTag/team}"
            "-*", "arn:aws:iam::${aws:PrincipalAccount}:role/DS",
            "arn:aws:iam::*:role/${aws:username, 'DS'}",
            "arn:*:s3:::bkt/a:*", "arn:aws:iam::*:ROLE/DS",
            "arn:aws:iam::${aws:userid}:role/*", "arn:aws:iam::${*}:role/DS"),
    "Numeric": ("86400", "9000", "10", 10, 9000, "10.0", "1.5", 1.5, "-3",
                "+7", 0, "0.1", "00010", "9007199254740992",
                "123456789012345678901234567890"),
    "Date": ("2026-01-01T00:00:00Z", "2026-01-01", "2026", "2026-01",
             "1767225600", 1767225600, "2026-01-01T00:00:00.500Z",
             "2025-12-31T19:00-05:00", "2024-02-29", "1969-12-31T23:59:59Z",
             "2100-01-01T00:00:00Z", "99", "-1", 2026),
    "Bool": ("true", "false", True, False, "True", "FALSE"),
    "Ip": ("203.0.113.7", "203.0.113.0/24", "203.0.113.7/24", "0.0.0.0/0",
           "::/0", "2001:db8::/32", "2001:DB8::1", "10.0.0.0/8",
           "::ffff:10.0.0.1", "fe80::1/10", "10.0.0.1/32",
           "2001:db8::1/128"),
    "Binary": ("QUJD", "QUJDRA==", "QUI=", ""),
    "Null": ("true", "false", True, False, "True"),
}


def family(operator: str) -> str:
    """The pool of policy values for a bare operator name."""
    for name in ("String", "Arn", "Numeric", "Date", "Bool", "Binary",
                 "Null"):
        if operator.startswith(name):
            return name
    return "Ip"


# Which operators suit a key of some type
SUITS = {"string": "String", "derived": "String", "arn": "Arn",
         "number": "Numeric", "date": "Date", "bool": "Bool", "ip": "Ip",
         "binary": "Binary", "set": "String"}
