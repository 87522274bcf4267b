"""A secret is taken back and handed in again, as the gate's messages say.

https://github.com/pulumi/pulumi/issues/11024
"""

import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from simulator.account.account import Account
from tests.engine.conftest import Platform, account, copied

__all__ = ["account"]

PROGRAM = """
import pulumi
import settings
SETTINGS = settings.load()
from components.data.secrets import Secrets, SecretsArgs
from stacks.adoption import adoption
from stacks.preflight import check_retirements, decrypted_secrets
from stacks.provider import aws_provider
AWS = aws_provider(SETTINGS)
check_retirements("staging", SETTINGS)
opts = pulumi.ResourceOptions(providers=[AWS], transformations=[adoption(SETTINGS, AWS)])
Secrets("secrets", SecretsArgs(SETTINGS, decrypted_secrets("staging", SETTINGS, AWS)), opts)
"""
"""The part of the program for secrets; the rest would only take time."""

RECORD = "{kind: secret, name: mail-token, data: destroyed"
RETIRED = {"retired": f"[{RECORD}}}]"}
REMOVED = {"retired": f"[{RECORD}, removed: true}}]"}


class Staging:
    """The stack file of staging, and its deployments."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._file = platform.project / "Pulumi.staging.yaml"
        self._text = self._file.read_text()

    def write(self, **settings: str) -> None:
        lines = [f"  cellscope:{key}: {value}\n" for key, value in settings.items()]
        self._file.write_text(self._text + "".join(lines))

    def deploy(self, acknowledged: str = "") -> subprocess.CompletedProcess[str]:
        text = self.platform.project / "acknowledged.txt"
        text.write_text(acknowledged)
        return self.platform.delivery("deploy", "staging", "--acknowledged", str(text))

    def value(self) -> str:
        secrets = self.platform.aws("secretsmanager")
        return secrets.get_secret_value(SecretId="mail-token-staging")["SecretString"]

    def encrypted(self, value: str) -> str:
        """A `secrets` setting with the value."""
        answer = self.platform.aws("kms").encrypt(
            KeyId="alias/iac-secret-key",
            Plaintext=value.encode(),
            EncryptionContext={"environment": "staging"},
        )
        return f"{{mail-token: {b64encode(answer['CiphertextBlob']).decode()}}}"


@pytest.fixture
def staging(account: Account, tmp_path: Path) -> Staging:
    platform = copied(account, tmp_path)
    (platform.project / "__main__.py").write_text(PROGRAM)
    return Staging(platform)


def asked_for(refused: subprocess.CompletedProcess[str]) -> str:
    """The acknowledgements that a refused deployment asks for."""
    assert refused.returncode == 1, refused.stdout + refused.stderr
    lines = [line for line in refused.stderr.splitlines() if line.startswith("Acknowledge: ")]
    assert lines, refused.stderr
    return "\n".join(lines)


def succeeds(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_secret_goes_and_comes_back(staging: Staging) -> None:
    handed_in = staging.encrypted("first")
    staging.write(secrets=handed_in)
    succeeds(staging.deploy())
    assert staging.value() == "first"

    staging.write()
    refused = staging.deploy()
    assert "Pulumi.staging.yaml: - {kind: secret, name: mail-token, data: kept}" in refused.stderr
    staging.write(secrets=handed_in, **REMOVED)
    assert "deploy it without that first" in staging.deploy().stderr

    staging.write(secrets=handed_in, **RETIRED)
    asked = asked_for(staging.deploy())
    assert asked_for(refused) in asked
    said = succeeds(staging.deploy(asked))
    assert "add `removed: true`" in said
    staging.write(secrets=handed_in, **REMOVED)
    succeeds(staging.deploy(asked_for(staging.deploy())))
    with pytest.raises(Exception, match="InvalidRequestException"):
        staging.value()

    staging.write(secrets=staging.encrypted("second"))
    assert "was pending deletion and is restored" in succeeds(staging.deploy())
    assert staging.value() == "second"
    assert staging.platform.planned("staging") == []


def test_a_secret_of_another_owner_is_not_restored(staging: Staging) -> None:
    secrets = staging.platform.aws("secretsmanager")
    secrets.create_secret(Name="foreign-staging", SecretString="theirs")
    secrets.delete_secret(SecretId="foreign-staging")
    staging.write(secrets=staging.encrypted("ours").replace("mail-token", "foreign"))
    refused = staging.deploy()
    assert refused.returncode == 1
    assert "The secret foreign-staging is scheduled for deletion, and its tags" in refused.stderr
    assert secrets.describe_secret(SecretId="foreign-staging")["DeletedDate"]
