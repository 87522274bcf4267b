"""The IAM actions of an operation.

An operation usually needs the action of its name. The Service Authorization Reference links an
action with another name to the page of its operation. The tables below have the rest.
"""

from collections.abc import Callable, Mapping

from moto.core.utils import get_service_model

from simulator.authorization.calls import Call
from simulator.authorization.service_data import Privilege, documented_actions, privileges

_NO_PERMISSION = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken", "sts:GetAccessKeyInfo"})
"""Operations that need no permission.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
"""

_BY_LINK = frozenset({"sns:ConfirmSubscription", "sns:Unsubscribe"})
"""Operations that need no permission if they are not signed, as the links in SNS's messages.

https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
"""

_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "budgets:CreateBudget": ("ModifyBudget",),
    "budgets:CreateNotification": ("ModifyBudget",),
    "budgets:CreateSubscriber": ("ModifyBudget",),
    "budgets:DeleteBudget": ("ModifyBudget",),
    "budgets:DeleteNotification": ("ModifyBudget",),
    "budgets:DeleteSubscriber": ("ModifyBudget",),
    "budgets:DescribeBudget": ("ViewBudget",),
    "budgets:DescribeBudgets": ("ViewBudget",),
    "budgets:DescribeNotificationsForBudget": ("ViewBudget",),
    "budgets:DescribeSubscribersForNotification": ("ViewBudget",),
    "budgets:UpdateBudget": ("ModifyBudget",),
    "budgets:UpdateNotification": ("ModifyBudget",),
    "budgets:UpdateSubscriber": ("ModifyBudget",),
    "dynamodb:TransactGetItems": ("GetItem",),
    "lambda:Invoke": ("InvokeFunction",),
    "s3:CompleteMultipartUpload": ("PutObject",),
    "s3:CopyObject": ("PutObject",),
    "s3:CreateMultipartUpload": ("PutObject",),
    "s3:DeleteBucketCors": ("PutBucketCORS",),
    "s3:DeleteBucketEncryption": ("PutEncryptionConfiguration",),
    "s3:DeleteBucketLifecycle": ("PutLifecycleConfiguration",),
    "s3:DeleteBucketOwnershipControls": ("PutBucketOwnershipControls",),
    "s3:DeleteBucketReplication": ("PutReplicationConfiguration",),
    "s3:DeleteBucketTagging": ("PutBucketTagging",),
    "s3:DeletePublicAccessBlock": ("PutBucketPublicAccessBlock",),
    "s3:GetBucketNotificationConfiguration": ("GetBucketNotification",),
    "s3:GetPublicAccessBlock": ("GetBucketPublicAccessBlock",),
    "s3:HeadBucket": ("ListBucket",),
    "s3:HeadObject": ("GetObject",),
    "s3:ListObjects": ("ListBucket",),
    "s3:ListObjectVersions": ("ListBucketVersions",),
    "s3:PostObject": ("PutObject",),
    "s3:PutBucketNotificationConfiguration": ("PutBucketNotification",),
    "s3:PutPublicAccessBlock": ("PutBucketPublicAccessBlock",),
    "s3:UploadPart": ("PutObject",),
    "s3:UploadPartCopy": ("PutObject",),
    "s3control:DeletePublicAccessBlock": ("PutAccountPublicAccessBlock",),
    "s3control:GetPublicAccessBlock": ("GetAccountPublicAccessBlock",),
    "s3control:PutPublicAccessBlock": ("PutAccountPublicAccessBlock",),
    "sns:PublishBatch": ("Publish",),
    "sqs:ChangeMessageVisibilityBatch": ("ChangeMessageVisibility",),
    "sqs:DeleteMessageBatch": ("DeleteMessage",),
    "sqs:SendMessageBatch": ("SendMessage",),
}
"""The actions of operations to which the reference does not lead.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
https://docs.aws.amazon.com/cost-management/latest/userguide/billing-permissions-ref.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
"""

_WITH_VERSION: Mapping[str, str] = {
    "s3:DeleteObject": "DeleteObjectVersion",
    "s3:DeleteObjectTagging": "DeleteObjectVersionTagging",
    "s3:GetObject": "GetObjectVersion",
    "s3:GetObjectAcl": "GetObjectVersionAcl",
    "s3:GetObjectTagging": "GetObjectVersionTagging",
    "s3:HeadObject": "GetObjectVersion",
    "s3:PutObjectTagging": "PutObjectVersionTagging",
}
"""The action of an operation that names a version of an object, instead of the usual one."""

_OF_TRANSACTIONS = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}


def actions_of(call: Call) -> tuple[Privilege, ...]:
    """Returns the actions that a call needs; none if it needs no permission.

    Raises LookupError if the action of the operation is not known.
    """
    name = f"{call.service}:{call.operation}"
    if name in _NO_PERMISSION or _is_public(call) or (name in _BY_LINK and not call.key_id):
        return ()
    known = privileges(call.prefix)
    names = [one.lower() for one in _names(name, call)]
    if not names or not known.keys() >= set(names):
        raise LookupError(
            f"the IAM action of {name} is not known; add it with its source to"
            " simulator/authorization/actions.py"
        )
    return tuple(known[one] for one in names)


def _names(name: str, call: Call) -> tuple[str, ...]:
    if name in _WITH_VERSION and call.text("VersionId"):
        return (_WITH_VERSION[name],)
    if special := _SPECIAL.get(name):
        return special(call)
    if name in _ACTIONS:
        return _ACTIONS[name]
    operation = call.operation.lower()
    if operation in privileges(call.prefix):
        return (operation,)
    return documented_actions(call.prefix).get(operation, ())


def _of_transaction(call: Call) -> tuple[str, ...]:
    items = call.parameters.get("TransactItems") or ()
    return tuple(sorted({_OF_TRANSACTIONS[kind] for item in items for kind in item}))


def _of_deleted_objects(call: Call) -> tuple[str, ...]:
    objects = (call.parameters.get("Delete") or {}).get("Objects") or ()
    versions = {bool(one.get("VersionId")) for one in objects}
    return tuple("DeleteObjectVersion" if one else "DeleteObject" for one in sorted(versions))


_SPECIAL: Mapping[str, Callable[[Call], tuple[str, ...]]] = {
    "dynamodb:TransactWriteItems": _of_transaction,
    "s3:DeleteObjects": _of_deleted_objects,
}
"""Operations whose actions depend on their parameters."""


def _is_public(call: Call) -> bool:
    """Whether the token or password of a user of Cognito authorizes an operation.

    https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
    """
    if not call.service.startswith("cognito-"):
        return False
    return get_service_model(call.service).operation_model(call.operation).auth_type == "none"
