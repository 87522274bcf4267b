"""Data stores that are given up in two deployments, and declared again: kept and destroyed."""

import json
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from delivery.commands.preview import plan_in
from delivery.recovery.restore import restore
from settings import DataServicesSettings
from tests.engine.conftest import Platform, copied, deployed_stacks
from tests.settings.test_settings import committed

PROGRAM = """
import pulumi
import settings
SETTINGS = settings.load()
from pulumi_aws import ec2
from components.account.account import Account, AccountArgs
from components.data.data_services import DataServices, DataServicesArgs
from components.data.secrets import Secrets, SecretsArgs
from components.services.managed_services import ManagedServices, ManagedServicesArgs
from stacks.adoption import adoption
from stacks.preflight import check_retirements, decrypted_secrets, key_of_secrets
from stacks.provider import aws_provider
AWS, STACK = aws_provider(SETTINGS), pulumi.get_stack()
check_retirements(STACK, SETTINGS)
opts = pulumi.ResourceOptions(providers=[AWS], transformations=[adoption(SETTINGS, AWS)])
if STACK == "account":
    Account("account", AccountArgs(SETTINGS, key_of_secrets(SETTINGS, AWS)), opts)
else:
    vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=opts)
    subnet = ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=opts)
    clients = ec2.SecurityGroup("clients", vpc_id=vpc.id, opts=opts)
    Secrets("secrets", SecretsArgs(SETTINGS, decrypted_secrets(STACK, SETTINGS, AWS)), opts)
    args = ManagedServicesArgs(SETTINGS, vpc.id, [subnet.id], clients.id)
    ManagedServices("services", args, opts)
    DataServices("data", DataServicesArgs(SETTINGS), opts)
"""
"""The parts of the program with data stores; the rest would only take time."""

TOPIC = """
    Topic("more-alarms", Owner.PLATFORM, pattern="more-alarms-{environment}", alarms=True),
"""
"""A topic whose key can be given up, because no alarm publishes to it."""

KEPT = {
    "account": [("repository", "worker")],
    "staging": [
        *(("bucket", "cell-sets"), ("table", "experiments"), ("secret", "mail-token")),
        *(("key", "more-alarms"), ("backup-vault", ""), ("user-pool", "")),
    ],
}
DESTROYED = {**KEPT, "staging": [*KEPT["staging"], ("cache", "")]}

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
VALUE = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A copy of the program with its data stores deployed, and data in them."""
    with deployed_stacks(tmp_path_factory.mktemp("account")) as whole:
        platform = copied(whole.account, tmp_path_factory.mktemp("project"))
        (platform.project / "__main__.py").write_text(PROGRAM)
        file = platform.project / "estate/messaging/topics.py"
        before, rest = file.read_text().split("TOPICS = (\n")
        file.write_text(f"{before}TOPICS = ({TOPIC}{rest}")
        file = platform.project / "Pulumi.staging.yaml"
        kms = platform.aws("kms")
        encrypted = kms.encrypt(
            KeyId="alias/iac-secret-key",
            Plaintext=VALUE.encode(),
            EncryptionContext={"environment": "staging"},
        )["CiphertextBlob"]
        secret = f"  cellscope:secrets: {{mail-token: {b64encode(encrypted).decode()}}}\n"
        file.write_text(file.read_text() + secret)
        platform.up("staging")
        yield platform


def fill(platform: Platform) -> None:
    """Write data into the stores."""
    platform.aws("s3").put_object(Bucket="cell-sets-staging", Key="one", Body=b"old")
    platform.aws("s3").put_object(Bucket="cell-sets-staging", Key="one", Body=b"new")
    item = {"experimentId": {"S": "one"}}
    platform.aws("dynamodb").put_item(TableName="experiments-staging", Item=item)
    manifest = json.dumps({"schemaVersion": 2, "mediaType": _MANIFEST})
    platform.aws("ecr").put_image(repositoryName="worker", imageManifest=manifest, imageTag="one")
    platform.aws("cognito-idp").admin_create_user(
        UserPoolId=pool(platform), Username="ada@example.org"
    )


def pool(platform: Platform) -> str:
    (found,) = platform.aws("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
    return found["Id"]


def contents(platform: Platform) -> dict[str, Any]:
    """What the stores contain, and the ids that AWS assigned."""
    s3, secrets, kms = (platform.aws(name) for name in ("s3", "secretsmanager", "kms"))
    table = platform.aws("dynamodb").scan(TableName="experiments-staging")
    cognito, identities = platform.aws("cognito-idp"), platform.aws("cognito-identity")
    return {
        "object": s3.get_object(Bucket="cell-sets-staging", Key="one")["Body"].read(),
        "versions": len(s3.list_object_versions(Bucket="cell-sets-staging")["Versions"]),
        "items": table["Items"],
        "secret": secrets.get_secret_value(SecretId="mail-token-staging")["SecretString"],
        "images": platform.aws("ecr").list_images(repositoryName="worker")["imageIds"],
        "users": len(cognito.list_users(UserPoolId=pool(platform))["Users"]),
        "user pool": pool(platform),
        "identity pools": [
            one["IdentityPoolId"]
            for one in identities.list_identity_pools(MaxResults=60)["IdentityPools"]
        ],
        "vaults": [
            one["BackupVaultName"]
            for one in platform.aws("backup").list_backup_vaults()["BackupVaultList"]
        ],
        "key": key_states(platform),
    }


def key_states(platform: Platform) -> dict[str, str]:
    """The states of the key's like, by id."""
    kms = platform.aws("kms")
    keys = [kms.describe_key(KeyId=one["KeyId"])["KeyMetadata"] for one in kms.list_keys()["Keys"]]
    return {one["KeyId"]: one["KeyState"] for one in keys if "more-alarms" in one["Description"]}


def deploy(platform: Platform, kinds: dict[str, list[tuple[str, str]]], rest: str = "") -> None:
    """Deploy both stacks with retirements; `rest` is the end of each record, "" for none."""
    for stack, stores in kinds.items():
        file = platform.project / f"Pulumi.{stack}.yaml"
        lines = [
            f"    - {{kind: {kind}, {f'name: {name}, ' if name else ''}data: {rest}}}\n"
            for kind, name in stores
        ]
        text = file.read_text().partition("  cellscope:retired:")[0]
        file.write_text(text + ("  cellscope:retired:\n" + "".join(lines) if rest else ""))
    with ThreadPoolExecutor() as pool:
        list(pool.map(platform.up, kinds))


def is_unchanged(platform: Platform, stack: str) -> bool:
    return platform.planned(stack, "--refresh", "--expect-no-changes") == []


def test_kept_data_stores_survive_their_removal_and_are_adopted_again(platform: Platform) -> None:
    fill(platform)
    before = contents(platform)
    deploy(platform, KEPT, "kept")
    deploy(platform, KEPT, "kept, removed: true")
    assert contents(platform) == before
    state = platform.pulumi("stack", "export", "-s", "staging").stdout
    assert not [name for kind, name in KEPT["staging"] if name and f'::{name}"' in state]
    planned = {(step.op, step.type) for step in platform.planned("staging")}
    assert ("import", "aws:s3/bucket:Bucket") not in planned
    deploy(platform, KEPT)
    assert contents(platform) == before
    assert [stack for stack in KEPT if not is_unchanged(platform, stack)] == []


def test_destroyed_data_stores_go_and_come_back(platform: Platform) -> None:
    before = contents(platform)
    deploy(platform, DESTROYED, "destroyed")
    deploy(platform, DESTROYED, "destroyed, removed: true")
    assert list(key_states(platform).values()) == ["PendingDeletion"]
    secret = platform.aws("secretsmanager").describe_secret(SecretId="mail-token-staging")
    assert secret["DeletedDate"]
    assert platform.aws("cognito-idp").list_user_pools(MaxResults=60)["UserPools"] == []
