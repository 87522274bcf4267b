"""The IAM roles that AWS services assume for an environment, one record each."""

from dataclasses import dataclass

from estate.arns import Arns, all_resources, buckets, objects, regional, topic
from estate.data.buckets import CANARIES
from estate.identity.rights import Condition, PolicyStatement
from estate.monitoring.alarms import CANARY as CANARY_NAME
from estate.ownership import Owner
from estate.runtime_resources import of_pipelines

_AWS = "arn:aws:iam::aws:policy/service-role"


@dataclass(frozen=True)
class AwsRole:
    """A role; `name` is without `-<environment>`, `service` without `.amazonaws.com`.

    `sources` are the resources that the service acts for (`aws:SourceArn`). A service that sends no
    source ARN is limited to the account, or not at all if it does not send that either.
    `managed_policies` are ARNs of AWS managed policies.
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
    "Rights of pipelines between steps; aws-auth maps their rights in the cluster",
    "states",
    of_pipelines("stateMachine"),
    rights=(_TRACING, PolicyStatement("TellsOfResults", ("sns:Publish",), topic("work-results"))),
)

SMS = AwsRole(
    "biomage-user-pool-case-insensitive-sms",
    Owner.UI,
    "Sends sign-in codes to users by SMS",
    "cognito-idp",
    regional("cognito-idp", "userpool/*"),
    rights=(
        PolicyStatement(
            "SendsCodes",
            ("sns:Publish",),
            all_resources("Amazon SNS", "a phone number is not a resource"),
        ),
    ),
)

CANARY = AwsRole(
    "canaries",
    Owner.PLATFORM,
    "Opens the start page and stores the results",
    "lambda",
    # Lambda sends no source ARN when it assumes a function's role.
    names_account=False,
    rights=(
        PolicyStatement("KeepsWhatItSaw", ("s3:PutObject",), objects(CANARIES.name)),
        PolicyStatement("FindsItsBucket", ("s3:GetBucketLocation",), buckets(CANARIES.name)),
        PolicyStatement("LooksForBuckets", ("s3:ListAllMyBuckets",), all_resources("Amazon S3")),
        PolicyStatement(
            "CountsSuccess",
            ("cloudwatch:PutMetricData",),
            all_resources("Amazon CloudWatch"),
            (Condition("StringEquals", "cloudwatch:namespace", ("CloudWatchSynthetics",)),),
        ),
        # Synthetics names the function after the canary and a generated id.
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
    "Backs up and restores tables and buckets",
    "backup",
    managed_policies=(
        f"{_AWS}/AWSBackupServiceRolePolicyForBackup",
        f"{_AWS}/AWSBackupServiceRolePolicyForRestores",
        "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
        "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
    ),
)

AWS_ROLES = (STATE_MACHINE, SMS, CANARY, BACKUP)
