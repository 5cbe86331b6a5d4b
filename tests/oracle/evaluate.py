"""Decide one request against all policies, in the order of the AWS page.

Sources: IAM User Guide, "Policy evaluation logic" and "Cross-account policy
evaluation logic"; Organizations User Guide, "SCP evaluation" and "RCPs";
where they are silent, README.md.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field

import conditions
import match
import principals
from documents import Statement
from match import lower
from principals import BY_ACCOUNT, BY_ROLE, DIRECT, NOBODY
from request import Request

RCP_SERVICES = set("""
    aoss appconfig appstream autoscaling autoscaling-plans budgets
    clouddirectory cloudfront cloudsearch cloudtrail-data codeartifact
    codebuild codecommit codepipeline cognito-identity cognito-idp
    comprehend comprehendmedical compute-optimizer cost-optimization-hub dax
    dsql dynamodb ecr ecr-public events firehose fis fms gamelift health
    inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor
    notifications opensearch pca-connector-ad personalize polly pricing
    resource-groups rolesanywhere s3 secretsmanager servicediscovery signin
    sqs sts support swf textract timestream-influxdb transcribe transfer
    translate wafv2 workspaces xray
""".split())
ASSUME_ACTIONS = {"sts:assumerole", "sts:assumerolewithsaml",
                  "sts:assumerolewithwebidentity"}
SESSION_ACTIONS = {"sts:tagsession", "sts:setsourceidentity"}

Statements = list[Statement]
Decision = tuple[str, str]              # (decision, layer that decided)


@dataclass
class Policies:
    """Every statement of a line, by policy type.  None: no such policy."""
    identity: Statements = field(default_factory=list)
    scps: list[Statements] = field(default_factory=list)     # a list a level
    rcps: list[Statements] = field(default_factory=list)
    boundary: Statements | None = None
    session: Statements | None = None
    resource: Statements = field(default_factory=list)
    trust: Statements = field(default_factory=list)


# ---- one statement ---------------------------------------------------------

def action_applies(statement: Statement, request: Request) -> bool:
    action = lower(request.action)
    listed = any(match.glob(lower(pattern), action)
                 for pattern in statement.actions)
    return listed != statement.not_action


def resource_applies(statement: Statement, request: Request) -> bool:
    if statement.resources is None:
        return True                     # the policy is about its own resource
    if request.wildcard_only:
        listed = any(text and not text.strip("*")
                     for text in statement.resource_texts)
        return listed != statement.not_resource
    listed = False
    for pattern in statement.resources:
        filled = match.substitute(pattern, request.context.variable)
        if filled is not None and match.matches(filled, request.resource):
            listed = True
    return listed != statement.not_resource


def principal_strength(statement: Statement, request: Request) -> int:
    """How the statement names the caller; DIRECT if it has no principals."""
    if statement.principals is None:
        return DIRECT
    if not statement.not_principal:
        return principals.strength(statement.principals, request.caller)
    if principals.is_exempt(statement.principals, request.caller,
                            statement.effect):
        return NOBODY
    if statement.effect == "Allow" and request.caller.kind == "anonymous":
        return NOBODY
    return BY_ACCOUNT


def applies(statement: Statement, request: Request) -> int:
    """How strongly the statement applies; NOBODY when it does not."""
    if (statement.inert
            or not action_applies(statement, request)
            or not resource_applies(statement, request)
            or not all(conditions.holds(condition, request.context)
                       for condition in statement.conditions)):
        return NOBODY
    return principal_strength(statement, request)


# ---- lists of statements ---------------------------------------------------

def grant(statements: Statements, request: Request) -> int:
    """The strongest Allow that applies."""
    return max((applies(s, request) for s in statements
                if s.effect == "Allow"), default=NOBODY)


def allowed(statements: Statements, request: Request) -> bool:
    return grant(statements, request) != NOBODY


def denied(statements: Statements, request: Request) -> bool:
    return any(applies(s, request) for s in statements if s.effect == "Deny")


# ---- which policy types count ----------------------------------------------

def asks_trust(request: Request) -> bool:
    """Is the role's trust policy the resource policy of this request?"""
    action = lower(request.action)
    return action in ASSUME_ACTIONS or (
        action in SESSION_ACTIONS and re.fullmatch(
            "arn:[^:]*:iam:[^:]*:[^:]*:role/.*", request.resource,
            re.DOTALL) is not None)


def trust_policy(policies: Policies, request: Request) -> Statements:
    """The trust policy of the role, if this is a role's ARN."""
    role = principals.read_arn(request.resource)
    if role is None or role.kind != "role":
        return []
    caller = request.caller.arn         # partitions never meet
    if caller is not None and caller.partition != role.partition:
        return []
    return policies.trust


def needs_policy(request: Request) -> bool:
    """Trust policies and the policies of KMS keys must allow explicitly."""
    action = lower(request.action)
    return (asks_trust(request)
            or (action.startswith("kms:")
                and request.resource.split(":", 5)[-1].startswith("key/")))


def passes_foreign_role(request: Request) -> bool:
    """iam:PassRole works inside one account only."""
    fields = request.resource.split(":", 5)
    return (lower(request.action) == "iam:passrole" and len(fields) == 6
            and re.fullmatch("[0-9]{12}", fields[4]) is not None
            and fields[4] != request.caller.account)


def is_managed(account: str | None, request: Request) -> bool:
    """Is this the organization's management account?"""
    return (request.management_account is not None
            and account == request.management_account)


def rcps_apply(request: Request) -> bool:
    service = lower(request.action.partition(":")[0])
    fields = request.resource.split(":", 5)
    return (service in RCP_SERVICES
            and lower(request.action) != "kms:retiregrant"
            and not (len(fields) == 6 and fields[2] == "iam"
                     and fields[5].startswith("role/aws-service-role/"))
            and not is_managed(request.resource_account, request)
            and not request.caller.is_service_linked)


def scps_apply(request: Request) -> bool:
    caller = request.caller
    return (caller.account is not None
            and not is_managed(caller.account, request)
            and not caller.is_service_linked)


# ---- the decision ----------------------------------------------------------

def decide(policies: Policies, request: Request) -> Decision:
    caller = request.caller
    if passes_foreign_role(request):
        return "IMPLICIT_DENY", "passrole"

    has_account = caller.account is not None
    rcps = policies.rcps if rcps_apply(request) else []
    scps = policies.scps if scps_apply(request) else []
    trust = asks_trust(request)
    resource_layer = "trust" if trust else "resource"
    resource = (trust_policy(policies, request) if trust
                else policies.resource)
    if request.wildcard_only:
        resource = []                   # no policy hangs on "all resources"
    # a root user has no policies of its own, and no boundary
    attached = has_account and caller.kind != "root"
    identity = policies.identity if attached else []
    boundary = policies.boundary if attached else None
    session = policies.session if attached else None

    for layer, statements in (
            *(("rcp", level) for level in rcps),
            *(("scp", level) for level in scps),
            (resource_layer, resource), ("identity", identity),
            ("boundary", boundary or []), ("session", session or [])):
        if denied(statements, request):
            return "EXPLICIT_DENY", layer

    for layer, levels in (("rcp", rcps), ("scp", scps)):
        for level in levels:
            if not allowed(level, request):
                return "IMPLICIT_DENY", layer

    granted = grant(resource, request)
    if not has_account:                 # a service or an anonymous caller
        return (("ALLOW" if granted else "IMPLICIT_DENY"), resource_layer)

    same_account = caller.account == request.resource_account
    if granted == NOBODY and (needs_policy(request) or not same_account):
        return "IMPLICIT_DENY", resource_layer
    if same_account and granted == DIRECT:
        return "ALLOW", resource_layer
    if not (same_account and granted == BY_ROLE):
        if caller.kind != "root" and not allowed(identity, request):
            return "IMPLICIT_DENY", "identity"
    if boundary is not None and not allowed(boundary, request):
        return "IMPLICIT_DENY", "boundary"
    if session is not None and not allowed(session, request):
        return "IMPLICIT_DENY", "session"
    if same_account and granted == BY_ROLE:
        return "ALLOW", resource_layer
    return "ALLOW", "identity"
