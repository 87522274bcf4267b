"""Roles that services of AWS take to act for an environment (estate, 6). A role is a record."""

from dataclasses import dataclass

from estate.alarms import CANARY as CANARY_NAME
from estate.arns import Arns, all_resources, buckets, objects, regional, topic
from estate.ownership import Owner
from estate.rights import Condition, PolicyStatement
from estate.runtime_resources import of_pipelines

_AWS = "arn:aws:iam::aws:policy/service-role"


@dataclass(frozen=True)
class AwsRole:
    """A role by its name without `-<environment>`, and the service that takes it.

    `service` is its name before `.amazonaws.com`. `sources` are the resources that it acts for;
    where it names none when it takes a role, only the account is asked for, or nothing at all.
    `managed_policies` are ARNs of policies that AWS keeps up to date.
    """

    name: str
    owner: Owner
    description: str
    service: str
    sources: Arns | None = None
    names_account: bool = True
    rights: tuple[PolicyStatement, ...] = ()
    managed_policies: tuple[str, ...] = ()


_TRACING = PolicyStatement(
    "Traces",
    (
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ),
    all_resources("AWS X-Ray"),
)

STATE_MACHINE = AwsRole(
    "state-machine-role",
    Owner.PIPELINE,
    "What pipelines do between their steps; in the cluster, aws-auth says what",
    "states",
    of_pipelines("stateMachine"),
    rights=(_TRACING, PolicyStatement("TellsOfResults", ("sns:Publish",), topic("work-results"))),
)

SMS = AwsRole(
    "biomage-user-pool-case-insensitive-sms",
    Owner.UI,
    "Sends users the codes by which they sign in",
    "cognito-idp",
    regional("cognito-idp", "userpool/*"),
    rights=(
        PolicyStatement(
            "SendsCodes",
            ("sns:Publish",),
            all_resources("Amazon SNS", "a telephone number is no resource"),
        ),
    ),
)

CANARY = AwsRole(
    "canaries",
    Owner.PLATFORM,
    "Opens pages as a user would, and keeps what it saw",
    "lambda",
    # Lambda says nothing of its functions when it takes their role.
    names_account=False,
    rights=(
        PolicyStatement("KeepsWhatItSaw", ("s3:PutObject",), objects("biomage-canaries")),
        PolicyStatement("FindsItsBucket", ("s3:GetBucketLocation",), buckets("biomage-canaries")),
        PolicyStatement("LooksForBuckets", ("s3:ListAllMyBuckets",), all_resources("Amazon S3")),
        PolicyStatement(
            "CountsSuccess",
            ("cloudwatch:PutMetricData",),
            all_resources("Amazon CloudWatch"),
            (Condition("StringEquals", "cloudwatch:namespace", ("CloudWatchSynthetics",)),),
        ),
        # Synthetics names the function after the canary and an id of its own.
        PolicyStatement(
            "Logs",
            ("logs:CreateLogStream", "logs:PutLogEvents"),
            regional("logs", f"log-group:/aws/lambda/cwsyn-{CANARY_NAME}-{{environment}}-*"),
        ),
    ),
)

BACKUP = AwsRole(
    "backups",
    Owner.PLATFORM,
    "Backs tables and buckets up, and brings them back",
    "backup",
    managed_policies=(
        f"{_AWS}/AWSBackupServiceRolePolicyForBackup",
        f"{_AWS}/AWSBackupServiceRolePolicyForRestores",
        "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
        "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
    ),
)

AWS_ROLES = (STATE_MACHINE, SMS, CANARY, BACKUP)
