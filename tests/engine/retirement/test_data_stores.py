"""Data stores that are given up in two deployments, and declared again: kept and destroyed."""

import json
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.engine.conftest import Platform, Step, copied, deployed_stacks

PROGRAM = """
import pulumi
import settings
SETTINGS = settings.load()
from components.account.account import Account, AccountArgs
from components.data.data_services import DataServices, DataServicesArgs
from components.data.secrets import Secrets, SecretsArgs
from components.messaging.api_subscriptions import ApiSubscriptions, ApiSubscriptionsArgs
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
    Secrets("secrets", SecretsArgs(SETTINGS, decrypted_secrets(STACK, SETTINGS, AWS)), opts)
    args = ManagedServicesArgs(SETTINGS, {vpc!r}, [pulumi.Output.from_input({subnet!r})], {group!r})
    ManagedServices("services", args, opts)
    topics = DataServices("data", DataServicesArgs(SETTINGS), opts).subscribable
    ApiSubscriptions("api", ApiSubscriptionsArgs(topics, SETTINGS.api_url), opts)
"""
"""The parts of the program with data stores; the rest would only take time.

The ids are those of an existing network.
"""

TOPIC = """
    Topic("more-alarms", Owner.PLATFORM, pattern="more-alarms-{environment}", alarms=True),
"""
"""A topic whose key can be given up, because no alarm publishes to it."""

Kinds = dict[str, list[tuple[str, str]]]

KEPT: Kinds = {
    "account": [("repository", "worker")],
    "staging": [
        *(("bucket", "cell-sets"), ("table", "experiments"), ("secret", "mail-token")),
        *(("key", "more-alarms"), ("backup-vault", ""), ("user-pool", "")),
    ],
}
DESTROYED: Kinds = {**KEPT, "staging": [*KEPT["staging"], ("cache", "")]}

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
VALUE = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A copy of the program with its data stores deployed, and data in them."""
    with deployed_stacks(tmp_path_factory.mktemp("account")) as whole:
        platform = copied(whole.account, tmp_path_factory.mktemp("project"))
        (platform.project / "__main__.py").write_text(PROGRAM.format(**network(platform)))
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


def network(platform: Platform) -> dict[str, str]:
    ec2 = platform.aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="clients", Description="clients")
    return {"vpc": vpc, "subnet": subnet, "group": group["GroupId"]}


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
    s3, secrets = platform.aws("s3"), platform.aws("secretsmanager")
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


def retire(platform: Platform, kinds: Kinds, rest: str = "") -> None:
    """Write the retirements of both stacks; `rest` is the end of each record, "" for none."""
    for stack, stores in kinds.items():
        file = platform.project / f"Pulumi.{stack}.yaml"
        lines = [
            f"    - {{kind: {kind}, {f'name: {name}, ' if name else ''}data: {rest}}}\n"
            for kind, name in stores
        ]
        text = file.read_text().partition("  cellscope:retired:")[0]
        file.write_text(text + ("  cellscope:retired:\n" + "".join(lines) if rest else ""))


def differences(platform: Platform) -> dict[str, list[Step]]:
    """What another deployment of each stack would change."""
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda stack: platform.planned(stack, "--refresh"), KEPT)
    return dict(zip(KEPT, found, strict=True))


def deploy(platform: Platform, kinds: Kinds, rest: str = "") -> None:
    """Deploy both stacks with retirements."""
    retire(platform, kinds, rest)
    with ThreadPoolExecutor() as pool:
        list(pool.map(platform.up, kinds))


def test_kept_data_stores_survive_their_removal_and_are_adopted_again(platform: Platform) -> None:
    fill(platform)
    before = contents(platform)
    deploy(platform, KEPT, "kept")
    deploy(platform, KEPT, "kept, removed: true")
    state = platform.pulumi("stack", "export", "-s", "staging").stdout
    assert [name for name in ("cell-sets", "mail-token") if f'::{name}"' in state] == []
    assert contents(platform) == before
    deploy(platform, KEPT)
    assert contents(platform) == before
    assert differences(platform) == {"account": [], "staging": []}


def test_destroyed_data_stores_go_and_come_back(platform: Platform) -> None:
    (key,) = key_states(platform)
    secrets, s3 = platform.aws("secretsmanager"), platform.aws("s3")
    deploy(platform, DESTROYED, "destroyed")
    deploy(platform, DESTROYED, "destroyed, removed: true")
    assert key_states(platform) == {key: "PendingDeletion"}
    for name in ("mail-token-staging", "biomage-redis-token-staging"):
        assert secrets.describe_secret(SecretId=name)["DeletedDate"]
    buckets = [one["Name"] for one in s3.list_buckets()["Buckets"]]
    assert "cell-sets-staging" not in buckets
    assert "plots-tables-staging" in buckets
    assert "experiments-staging" not in platform.aws("dynamodb").list_tables()["TableNames"]
    repositories = platform.aws("ecr").describe_repositories()["repositories"]
    assert "worker" not in [one["repositoryName"] for one in repositories]
    assert platform.aws("cognito-idp").list_user_pools(MaxResults=60)["UserPools"] == []
    assert platform.aws("backup").list_backup_vaults()["BackupVaultList"] == []
    caches = platform.aws("elasticache").describe_replication_groups()["ReplicationGroups"]
    assert caches == []

    retire(platform, DESTROYED)
    done = platform.delivery("deploy", "staging", "--acknowledged", "-")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "secretsmanager.Secret mail-token was pending deletion and is restored" in done.stdout
    platform.up("account")
    assert key_states(platform) == {key: "Enabled"}
    found = secrets.list_secret_version_ids(SecretId="mail-token-staging")["Versions"]
    assert len(found) == 3
    assert differences(platform) == {"account": [], "staging": []}
