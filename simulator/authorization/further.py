"""What a call needs besides the actions of its operation: roles, tags, keys and source objects.

The tables were compared with the calls of the real provider and the documentation of each service.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from iam.requests import Request
from simulator.authorization.calls import Call
from simulator.authorization.context import requested_tags
from simulator.authorization.keys import uses_of
from simulator.authorization.lookups import secret_ids

_PASSES_ROLE: Mapping[str, tuple[str, ...]] = {
    "backup:CreateBackupSelection": ("BackupSelection.IamRoleArn",),
    "backup:StartBackupJob": ("IamRoleArn",),
    "backup:StartCopyJob": ("IamRoleArn",),
    "backup:StartRestoreJob": ("IamRoleArn",),
    "budgets:CreateBudgetAction": ("ExecutionRoleArn",),
    "cloudtrail:CreateTrail": ("CloudWatchLogsRoleArn",),
    "cloudtrail:UpdateTrail": ("CloudWatchLogsRoleArn",),
    "codebuild:CreateProject": ("serviceRole",),
    "codebuild:UpdateProject": ("serviceRole",),
    "cloudformation:CreateStack": ("RoleARN",),
    "cloudformation:UpdateStack": ("RoleARN",),
    "cognito-idp:CreateUserPool": ("SmsConfiguration.SnsCallerArn",),
    "cognito-idp:UpdateUserPool": ("SmsConfiguration.SnsCallerArn",),
    "cognito-identity:SetIdentityPoolRoles": ("Roles.authenticated", "Roles.unauthenticated"),
    "ec2:CreateFlowLogs": ("DeliverLogsPermissionArn",),
    "eks:CreateAddon": ("serviceAccountRoleArn",),
    "eks:CreateCluster": ("roleArn",),
    "eks:CreateFargateProfile": ("podExecutionRoleArn",),
    "eks:CreateNodegroup": ("nodeRole",),
    "eks:CreatePodIdentityAssociation": ("roleArn",),
    "eks:UpdateAddon": ("serviceAccountRoleArn",),
    "glue:CreateJob": ("Role",),
    "lambda:CreateFunction": ("Role",),
    "lambda:UpdateFunctionConfiguration": ("Role",),
    "logs:PutSubscriptionFilter": ("roleArn",),
    "s3:PutBucketReplication": ("ReplicationConfiguration.Role",),
    "stepfunctions:CreateStateMachine": ("roleArn",),
    "stepfunctions:UpdateStateMachine": ("roleArn",),
    "synthetics:CreateCanary": ("ExecutionRoleArn",),
    "synthetics:UpdateCanary": ("ExecutionRoleArn",),
}
"""The parameters with roles that a call passes to a service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
"""

_RECEIVERS = {
    "ec2:CreateFlowLogs": "vpc-flow-logs",
    "synthetics:CreateCanary": "lambda",
    "synthetics:UpdateCanary": "lambda",
}
"""The services that get the passed role, without `.amazonaws.com`, where it is not the called one.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Roles.html
"""

_TAGGING: Mapping[str, str] = {
    "acm": "AddTagsToCertificate",
    "backup": "TagResource",
    "budgets": "TagResource",
    "cloudtrail": "AddTags",
    "cloudwatch": "TagResource",
    "cognito-identity": "TagResource",
    "cognito-idp": "TagResource",
    "dynamodb": "TagResource",
    "ec2": "CreateTags",
    "ecr": "TagResource",
    "eks": "TagResource",
    "elasticache": "AddTagsToResource",
    "elasticloadbalancing": "AddTags",
    "kms": "TagResource",
    "logs": "TagResource",
    "secretsmanager": "TagResource",
    "sns": "TagResource",
    "sqs": "TagQueue",
    "synthetics": "TagResource",
}
"""The action that a call needs to set tags on the resource that it creates.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

_OF_OBJECTS = {
    "s3:PutObjectAcl": ("ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP"),
    "s3:PutObjectLegalHold": ("ObjectLockLegalHoldStatus",),
    "s3:PutObjectRetention": ("ObjectLockMode",),
    "s3:PutObjectTagging": ("Tagging",),
}
"""The parameters of a new object that need a further action.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

_CREATES = ("Create", "Put", "Allocate", "Request", "Run")

_IAM_TAGGING = {
    "CreateOpenIDConnectProvider": "TagOpenIDConnectProvider",
    "CreatePolicy": "TagPolicy",
    "CreateRole": "TagRole",
    "CreateUser": "TagUser",
}


def further_requests(call: Call, resources: tuple[str, ...], account: str) -> Iterator[Request]:
    """Yields the further requests of a call, whose own actions concern these resources."""
    name = f"{call.service}:{call.operation}"
    for path in _PASSES_ROLE.get(name, ()):
        if role := _at(call.parameters, path):
            receiver = _RECEIVERS.get(name, call.prefix)
            passed = {"iam:PassedToService": f"{receiver}.amazonaws.com"}
            yield Request("iam:PassRole", role, passed)
    yield from _tag_requests(call, resources)
    if special := _SPECIAL.get(name):
        yield from special(call, account)
    for use in uses_of(call, resources):
        yield from (Request(action, use.key, use.context) for action in use.actions)


def _tag_requests(call: Call, resources: tuple[str, ...]) -> Iterator[Request]:
    if not call.operation.startswith(_CREATES) or not any(requested_tags(call)):
        return
    action = _TAGGING.get(call.prefix)
    if call.prefix == "iam":
        action = _IAM_TAGGING.get(call.operation)
    if action:
        created = {f"{call.prefix}:CreateAction": call.operation}
        yield Request(f"{call.prefix}:{action}", resources[0], created)


def _vault_requests(_call: Call, _account: str) -> Iterator[Request]:
    yield Request("backup-storage:MountCapsule", "*")


def _source_request(call: Call, _account: str) -> Iterator[Request]:
    source, _, version = call.text("CopySource").lstrip("/").partition("?versionId=")
    action = "s3:GetObjectVersion" if version else "s3:GetObject"
    yield Request(action, f"arn:aws:s3:::{unquote(source)}")


def _object_requests(call: Call, _account: str) -> Iterator[Request]:
    """What a new object needs besides its content."""
    arn = f"arn:aws:s3:::{call.text('Bucket')}/{call.text('Key')}"
    for action, parameters in _OF_OBJECTS.items():
        if call.text(*parameters):
            yield Request(action, arn)


def _copy_requests(call: Call, account: str) -> Iterator[Request]:
    yield from _source_request(call, account)
    yield from _object_requests(call, account)


def _secret_requests(call: Call, account: str) -> Iterator[Request]:
    for one in secret_ids(call) or ["*"]:
        arn = f"arn:aws:secretsmanager:{call.region}:{account}:secret:{one}"
        yield Request("secretsmanager:GetSecretValue", arn)


def _session_requests(call: Call, _account: str) -> Iterator[Request]:
    if any(requested_tags(call)):
        yield Request("sts:TagSession", call.text("RoleArn"))


_SPECIAL: Mapping[str, Callable[[Call, str], Iterator[Request]]] = {
    "backup:CreateBackupVault": _vault_requests,
    "s3:CopyObject": _copy_requests,
    "s3:CreateMultipartUpload": _object_requests,
    "s3:PostObject": _object_requests,
    "s3:PutObject": _object_requests,
    "s3:UploadPartCopy": _source_request,
    "secretsmanager:BatchGetSecretValue": _secret_requests,
    "sts:AssumeRole": _session_requests,
}
"""Operations that need actions on other resources.

https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
"""


def _at(parameters: Mapping[str, Any], path: str) -> str:
    value: Any = parameters
    for name in path.split("."):
        value = (value or {}).get(name)
    return str(value or "")
