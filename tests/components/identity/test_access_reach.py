"""The resources that people can access according to the policies of their groups."""

from collections.abc import Iterator

import pytest

from estate.identity.access_groups import ACCESS_GROUPS, AccessGroup
from settings import DataServicesSettings
from tests.components.identity.iam_judge import Judge, judge_of, limitable_actions
from tests.environments import KEEPING, settings_of
from tests.estate import estate_2022_access as recorded
from tests.estate.test_service_roles import arns_of

ENGINEER, INGEST = ACCESS_GROUPS

every_group = pytest.mark.parametrize("group", ACCESS_GROUPS, ids=lambda group: group.name)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)

_HERE = "eu-west-1:242905224710"
_S3 = "arn:aws:s3:::"
_TABLE = f"arn:aws:dynamodb:{_HERE}:table"
_SQS, _SNS = f"arn:aws:sqs:{_HERE}", f"arn:aws:sns:{_HERE}"
_STATES = f"arn:aws:states:{_HERE}"
_REDIS = f"arn:aws:elasticache:{_HERE}:replicationgroup:biomage-redis-{{env}}"
_LOGS = f"arn:aws:logs:{_HERE}:log-group"
_POOL = f"arn:aws:cognito-idp:{_HERE}:userpool/eu-west-1_a"
_IAM = "arn:aws:iam::242905224710"

Rows = dict[str, list[str]]
"""ARNs, which may contain `{env}`, with actions on them."""

_OF_OBJECTS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion"]
_OF_RECORDS = [f"dynamodb:{one}" for one in ("Query", "GetItem", "PutItem", "DeleteItem")]
_OF_QUEUES = [f"sqs:{one}" for one in ("SendMessage", "ReceiveMessage", "PurgeQueue")]
_OF_DEAD_LETTERS = ["sqs:ReceiveMessage", "sqs:StartMessageMoveTask"]

ENGINEER_MAY: Rows = {
    f"{_S3}biomage-originals-{{env}}/some/key": _OF_OBJECTS,
    f"{_S3}worker-results-{{env}}/some/key": _OF_OBJECTS,
    f"{_S3}processed-matrix-{{env}}": ["s3:ListBucket"],
    "*": ["s3:ListAllMyBuckets", "sqs:ListQueues", "servicequotas:ListServiceQuotas"],
    f"{_TABLE}/user-access-{{env}}": _OF_RECORDS,
    f"{_TABLE}/samples-{{env}}/index/gsiByProjectAndExperimentID": ["dynamodb:Query"],
    f"{_SQS}:queue-job-default-{{env}}.fifo": _OF_QUEUES,
    f"{_SQS}:queue-job-sandbox-2-{{env}}.fifo": _OF_QUEUES,
    f"{_SQS}:queue-job-default-{{env}}-dead-letters.fifo": _OF_DEAD_LETTERS,
    f"{_SQS}:work-results-{{env}}-default-dead-letters": _OF_DEAD_LETTERS,
    f"{_SNS}:work-results-{{env}}-default": ["sns:Publish"],
    f"{_SNS}:cloudwatch-alarms-{{env}}": ["sns:Publish"],
    f"{_STATES}:stateMachine:biomage-qc-{{env}}-1": ["states:StartExecution"],
    f"{_STATES}:execution:pipeline-{{env}}-1:2": ["states:StopExecution"],
    _REDIS: ["elasticache:DescribeReplicationGroups", "elasticache:TestFailover"],
    f"{_LOGS}:/aws/eks/biomage-{{env}}/cluster:log-stream:a": ["logs:GetLogEvents"],
    f"{_LOGS}:/vpc/biomage-{{env}}/flow-logs": ["logs:StartQuery"],
    f"arn:aws:lambda:{_HERE}:function:is-ui-up-{{env}}": ["lambda:InvokeFunction"],
    f"arn:aws:events:{_HERE}:rule/state-changes-{{env}}": ["events:PutRule"],
    f"arn:aws:eks:{_HERE}:cluster/biomage-{{env}}": ["eks:DescribeCluster"],
    f"arn:aws:ecr:{_HERE}:repository/api": ["ecr:BatchGetImage"],
}

_BUCKET = [
    *("s3:DeleteBucket", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketVersioning"),
    *("s3:PutLifecycleConfiguration", "s3:PutBucketPublicAccessBlock", "s3:PutBucketAcl"),
]

NO_PERSON_MAY: Rows = {
    f"{_S3}biomage-originals-{{env}}": _BUCKET,
    f"{_S3}worker-results-{{env}}": _BUCKET,
    f"{_S3}biomage-originals-{{env}}/key": ["s3:DeleteObjectVersion", "s3:PutObjectAcl"],
    f"{_S3}cellscope-state-242905224710": ["s3:ListBucket"],
    f"{_S3}cellscope-state-242905224710/.pulumi/stacks/a.json": ["s3:GetObject"],
    f"{_TABLE}/experiments-{{env}}": ["dynamodb:DeleteTable", "dynamodb:UpdateTable"],
    f"{_TABLE}/of-another-team": _OF_RECORDS,
    f"{_SQS}:queue-job-default-{{env}}.fifo": ["sqs:DeleteQueue", "sqs:SetQueueAttributes"],
    f"{_SNS}:work-results-{{env}}-default": ["sns:DeleteTopic", "sns:SetTopicAttributes"],
    "*": ["sns:Unsubscribe", "logs:DescribeQueries", "states:SendTaskSuccess", "sts:AssumeRole"],
    _REDIS: ["elasticache:DeleteReplicationGroup", "elasticache:ModifyReplicationGroup"],
    _POOL: ["cognito-idp:DeleteUserPool", "cognito-idp:AdminSetUserPassword"],
    f"arn:aws:kms:{_HERE}:key/1": ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"],
    f"{_LOGS}:/vpc/biomage-{{env}}/flow-logs": ["logs:DeleteLogGroup"],
    f"arn:aws:secretsmanager:{_HERE}:secret:mail-{{env}}-0a": ["secretsmanager:GetSecretValue"],
    f"{_IAM}:role/cellscope-deploy-{{env}}": ["sts:AssumeRole", "iam:PassRole"],
    f"{_IAM}:role/state-machine-role-{{env}}": ["iam:PassRole"],
    f"{_IAM}:role/one-{{env}}": ["iam:CreateRole", "iam:PutRolePolicy"],
    f"{_IAM}:group/engineer-{{env}}-access": ["iam:AddUserToGroup", "iam:AttachGroupPolicy"],
    f"{_IAM}:policy/engineer-data-{{env}}": ["iam:CreatePolicyVersion"],
    f"{_IAM}:user/ada": ["iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:UpdateLoginProfile"],
    f"{_IAM}:user/grace": ["iam:CreateAccessKey", "iam:ChangePassword"],
    f"{_IAM}:user/ada.lovelace": ["iam:CreateAccessKey", "iam:ChangePassword"],
    f"{_IAM}:user/team/grace": ["iam:EnableMFADevice", "iam:UploadSSHPublicKey"],
    f"{_IAM}:mfa/grace": ["iam:CreateVirtualMFADevice", "iam:DeleteVirtualMFADevice"],
}

_UPLOADING = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
_LISTING = ["s3:ListBucket", "s3:GetBucketLocation"]

INGEST_MAY: Rows = {
    f"{_S3}biomage-originals-{{env}}": _LISTING,
    f"{_S3}biomage-source-{{env}}": _LISTING,
    f"{_S3}biomage-originals-{{env}}/key": _UPLOADING,
    f"{_S3}biomage-source-{{env}}/key": _UPLOADING,
    f"{_TABLE}/experiments-{{env}}": ["dynamodb:PutItem"],
}
"""The rights of these people on resources with the environment in their names."""


def each(rows: Rows, environment: str) -> Iterator[tuple[str, str]]:
    for arn, actions in rows.items():
        for action in actions:
            yield action, arn.replace("{env}", environment)


_ELASTIC = "elasticloadbalancing"


def things_of(settings: DataServicesSettings) -> list[str]:
    """Returns the ARNs of an environment's resources, including types that are not deployed yet.

    Roles and load balancers are excluded, because all people may read them.
    """
    here, env = f"{settings.region}:{settings.account_id}", settings.environment
    logs = [
        f"/aws/eks/biomage-{env}/cluster",
        f"/vpc/biomage-{env}/flow-logs",
        f"/aws/lambda/cwsyn-is-ui-up-{env}-0a1b2c3d",
    ]
    return [
        *(arn for arn in arns_of(settings) if arn.split(":")[2] not in ("iam", _ELASTIC)),
        *(f"arn:aws:logs:{here}:log-group:{name}{end}" for name in logs for end in ("", ":*")),
        *(f"arn:aws:logs:{here}:log-group:{name}:log-stream:one" for name in logs),
        f"arn:aws:lambda:{here}:function:cwsyn-is-ui-up-{env}-0a1b2c3d",
        f"arn:aws:lambda:{here}:function:sns-endpoint-lambda-{env}",
        f"arn:aws:events:{here}:rule/state-changes-{env}",
        f"arn:aws:elasticache:{here}:cluster:biomage-redis-{env}-001",
        f"arn:aws:secretsmanager:{here}:secret:mail-token-{env}-0a1b2c",
    ]


def attempts(settings: DataServicesSettings) -> Iterator[tuple[str, str]]:
    """Yields every known action with every resource of its service in the environment."""
    for arn in things_of(settings):
        for action in limitable_actions(arn.split(":")[2]):
            yield action, arn


def judged(group: AccessGroup, environment: str, **who: object) -> Judge:
    return judge_of(group, settings_of(environment), **who)


@every_group
@in_both_environments
def test_no_group_reaches_resources_of_the_other_environment(
    environment: str, group: AccessGroup
) -> None:
    (other,) = set(KEEPING) - {environment}
    judge = judged(group, environment)
    reached = [one for one in attempts(settings_of(other)) if judge.allows(*one)]
    assert reached == []


@in_both_environments
def test_an_engineer_reaches_all_resources_of_the_own_environment_with_exceptions(
    environment: str,
) -> None:
    judge = judged(ENGINEER, environment)
    mine = settings_of(environment)
    reached = {arn for action, arn in attempts(mine) if judge.allows(action, arn)}
    beyond = {arn for arn in things_of(mine) if arn not in reached}
    needless = ("/index/any", f":nodegroup/biomage-{environment}/group/1", "-0a1b2c")
    assert [arn for arn in beyond if not arn.endswith(needless)] == []
    assert any(":secret:" in arn for arn in beyond)


@in_both_environments
@pytest.mark.parametrize(
    ("group", "rows"), [(ENGINEER, ENGINEER_MAY), (INGEST, INGEST_MAY)], ids=["engineer", "ingest"]
)
def test_people_have_the_rights_for_their_work(
    group: AccessGroup, rows: Rows, environment: str
) -> None:
    judge = judged(group, environment)
    assert [one for one in each(rows, environment) if not judge.allows(*one)] == []


@in_both_environments
@every_group
def test_people_cannot_delete_deployed_resources_or_assume_identities(
    group: AccessGroup, environment: str
) -> None:
    judge = judged(group, environment)
    assert [one for one in each(NO_PERSON_MAY, environment) if judge.allows(*one)] == []


@in_both_environments
def test_data_ingest_reaches_only_the_upload_buckets(environment: str) -> None:
    judge = judged(INGEST, environment)
    reached = {one for one in attempts(settings_of(environment)) if judge.allows(*one)}
    assert reached == set(each(INGEST_MAY, environment))


@pytest.mark.parametrize("path", ["", "ci-users/testing/"])
@every_group
def test_without_mfa_people_can_only_set_it_up_and_change_their_password(
    group: AccessGroup, path: str
) -> None:
    own = ["*", *(f"{_IAM}:{one}" for one in (f"user/{path}ada", "mfa/ada", "mfa/ada-phone"))]
    actions = recorded.OWN_CREDENTIALS | recorded.WITHOUT_MFA

    def allowed(judge: Judge) -> set[str]:
        return {one for one in actions if any(judge.allows(f"iam:{one}", arn) for arn in own)}

    assert allowed(judged(group, "staging", mfa=False)) == recorded.WITHOUT_MFA
    assert allowed(judged(group, "staging")) == actions


def test_self_service_has_the_26_recorded_actions() -> None:
    assert len(recorded.OWN_CREDENTIALS) == 26
