"""Secret values are only sent to AWS: no message and no stored file has them in plaintext."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.account.account import Account
from simulator.plugins.aws.servicer import AwsProvider
from tests.engine.conftest import Platform
from tests.simulator.plugins.life import Life, RefusedError

VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
CLEAR_TEXT = "never-shown-value"
PROGRAM = """
import pulumi
import pulumi_aws as aws

decrypted = aws.kms.get_secrets_output(secrets=[{"name": "mail", "payload": "PAYLOAD"}])
secret = aws.secretsmanager.Secret("mail", recovery_window_in_days=0)
version = aws.secretsmanager.SecretVersion(
    "mail", secret_id=secret.id, secret_string=decrypted.plaintext["mail"]
)
pulumi.export("decrypted", decrypted.plaintext)
pulumi.export("kept", version.secret_string)
"""


def secret(provider: AwsProvider) -> Life:
    life = Life(provider, "aws:secretsmanager/secret:Secret")
    life.create({"name": "mail", "recoveryWindowInDays": 0})
    return life


def test_secret_values_are_marked_in_all_responses(provider: AwsProvider) -> None:
    owner, life = secret(provider), Life(provider, VERSION)
    life.create({"secretId": owner.id, "secretString": CLEAR_TEXT})
    assert life.secret == {"secretString"}
    assert life.state["secretString"] == CLEAR_TEXT
    imported = Life(provider, VERSION)
    imported.id = life.id
    assert imported.refresh()
    assert imported.secret == {"secretString"}
    owner.delete()


def test_mistyped_secret_is_refused_without_its_value(provider: AwsProvider) -> None:
    answer = Life(provider, VERSION).check({"secretId": "mail", "secretString": 4711})
    (failure,) = answer.failures
    assert failure.reason == "secretString must be a string"


def test_invalid_base64_secret_is_refused_without_its_value(provider: AwsProvider) -> None:
    answer = Life(provider, VERSION).check({"secretId": "a", "secretBinary": f"{CLEAR_TEXT}!"})
    [reason] = [failure.reason for failure in answer.failures]
    assert "must be base64" in reason
    assert CLEAR_TEXT not in reason


def test_aws_errors_do_not_contain_the_secret(provider: AwsProvider) -> None:
    life = Life(provider, VERSION)
    with pytest.raises(RefusedError, match="ResourceNotFound") as refused:
        life.create({"secretId": "missing", "secretString": CLEAR_TEXT})
    assert CLEAR_TEXT not in str(refused.value)


def test_decrypted_secret_is_nowhere_in_plaintext(
    program: Callable[[str], Platform], account: Account, tmp_path: Path
) -> None:
    kms = account.client(account.up(), "kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    payload = kms.encrypt(KeyId=key, Plaintext=CLEAR_TEXT)["CiphertextBlob"]
    platform = program(PROGRAM.replace("PAYLOAD", b64encode(payload).decode()))

    printed = platform.pulumi("preview", "-s", "dev", "--json").stdout + platform.up("dev")

    secrets = platform.aws("secretsmanager").list_secrets()["SecretList"]
    version = max(secrets, key=lambda one: one["CreatedDate"])
    answer = platform.aws("secretsmanager").get_secret_value(SecretId=version["ARN"])
    assert answer["SecretString"] == CLEAR_TEXT
    assert "secretString" in printed
    assert CLEAR_TEXT not in printed
    assert places_of(CLEAR_TEXT, account.folder, tmp_path) == []
    assert CLEAR_TEXT not in platform.pulumi("stack", "export", "-s", "dev").stdout
    again = platform.pulumi("up", "-s", "dev", "--yes", "--refresh", "--expect-no-changes")
    assert again.returncode == 0, again.stdout
    assert places_of(CLEAR_TEXT, account.folder, tmp_path) == []


def places_of(text: str, *folders: Path) -> list[Path]:
    """The files that contain a string unchanged."""
    return [
        file
        for folder in folders
        for file in folder.rglob("*")
        if ".venv" not in file.parts and file.is_file() and text.encode() in file.read_bytes()
    ]
