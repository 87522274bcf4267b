"""A CloudWatch canary that opens the platform's start page every few minutes."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import cloudwatch, synthetics

from components.identity.aws_role import AwsRole, AwsRoleArgs
from components.options import child
from estate.identity.aws_roles import CANARY as ROLE
from estate.monitoring.alarms import CANARY as NAME
from estate.naming import physical_name
from estate.ownership import Owner, ownership_tags
from settings import PlatformSettings

_SCRIPT = Path(__file__).with_name("canary.js")
_PACKAGES = Path(".canaries")
"""The project folder for script packages, which the provider uploads."""

_EVERY = "rate(5 minutes)"
"""The same schedule as in the old estate."""

_KEPT_DAYS = 31
"""Days that Synthetics keeps the results of runs, its default."""

_TIMEOUT_SECONDS = 60

_READABLE = 0o644
"""The file mode of the script; Lambda unpacks and runs it as different users."""


@dataclass(frozen=True)
class CanaryArgs:
    """The stack's settings, whose `public_url` is opened, and the bucket for the results."""

    settings: PlatformSettings
    bucket_name: Input[str]


class Canary(ComponentResource):
    """Creates `aws.synthetics.Canary` with its `AwsRole` and `LogGroup`."""

    def __init__(self, name: str, args: CanaryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:watching:Canary", name, None, opts)
        settings = args.settings
        role = AwsRole(ROLE.name, AwsRoleArgs(ROLE, settings), child(self))
        canary = synthetics.Canary(
            name,
            name=physical_name(NAME, settings),
            artifact_s3_location=Output.concat("s3://", args.bucket_name, f"/{NAME}"),
            execution_role_arn=role.arn,
            handler=f"{NAME}.handler",
            zip_file=str(package(_SCRIPT, NAME)),
            runtime_version=settings.releases.canary_runtime,
            schedule={"expression": _EVERY},
            run_config={
                "timeout_in_seconds": _TIMEOUT_SECONDS,
                "environment_variables": {"PAGE": f"{settings.public_url}/"},
            },
            start_canary=True,
            delete_lambda=True,
            success_retention_period=_KEPT_DAYS,
            failure_retention_period=_KEPT_DAYS,
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self, after=[role]),
        )
        # The canary's role cannot create it; Lambda would create it without a retention period.
        cloudwatch.LogGroup(
            name,
            name=canary.engine_arn.apply(log_group_name),
            retention_in_days=settings.log_retention_days,
            tags=ownership_tags(Owner.PLATFORM),
            opts=child(self),
        )
        self.register_outputs({})


def log_group_name(function_arn: str) -> str:
    """Returns the log group of a Lambda function, by its ARN with or without a version."""
    return f"/aws/lambda/{function_arn.rpartition(':function:')[2].partition(':')[0]}"


def package(script: Path, name: str) -> Path:
    """Returns the path of a zip file with the script; the file's name contains a hash.

    The provider compares only the file's name. The zip file is reproducible.
    """
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        entry = ZipInfo(f"nodejs/node_modules/{name}.js")
        entry.external_attr = _READABLE << 16
        archive.writestr(entry, script.read_bytes())
    file = _PACKAGES / f"{name}-{sha256(packed.getvalue()).hexdigest()[:8]}.zip"
    if not file.exists():
        _PACKAGES.mkdir(exist_ok=True)
        file.write_bytes(packed.getvalue())
    return file
