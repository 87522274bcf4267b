"""The way of a secret: encrypted by someone who cannot decrypt it, deployed, nowhere in plaintext.

The state is in the bucket that bootstrap creates. Pulumi's own secrets are encrypted with the key
that it creates. Both are in the simulated account.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.account.account import CHECKOUT, Account
from simulator.engine import Engine, pulumi_command
from tests.engine.conftest import Platform, copied

CLEAR = "correct-horse-battery-staple"
STATE = "s3://cellscope-state-242905224710?region=eu-west-1&awssdk=v2&s3ForcePathStyle=true"
KEY = "awskms://alias/iac-secret-key?region=eu-west-1&context_stack=staging"

PROGRAM = """
import pulumi
import settings
SETTINGS = settings.load()
from stacks.preflight import check_people, decrypted_secrets
from stacks.provider import aws_provider
from components.data.secrets import Secrets, SecretsArgs
AWS = aws_provider(SETTINGS)
check_people("staging", SETTINGS, AWS)
in_clear = decrypted_secrets("staging", SETTINGS, AWS)
opts = pulumi.ResourceOptions(providers=[AWS])
secrets = Secrets("secrets", SecretsArgs(SETTINGS, in_clear), opts)
pulumi.export("secretArns", secrets.arns)
"""
"""The part of the program for secrets; the rest would only take time."""


@pytest.fixture(scope="module")
def real(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """A copy of the program, deployed as in the real account: with the account's bucket and key."""
    platform = copied(account, tmp_path_factory.mktemp("project"))
    (platform.project / "__main__.py").write_text(PROGRAM)
    return platform


def delivery(
    platform: Platform, *arguments: str, text: str, **keys: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m delivery` in the copy, with the given standard input."""
    # Not from `platform.engine`, which would query the account's name without permission to do so.
    engine = Engine(platform.account, platform.running, platform.project)
    environment = engine.environment("staging") | {"PYTHONPATH": str(CHECKOUT)} | keys
    return subprocess.run(
        [sys.executable, "-m", "delivery", *arguments],
        cwd=platform.project,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def pulumi(platform: Platform, *arguments: str) -> str:
    """Run the CLI as in the real account; returns its output."""
    platform.engine.prepare()
    environment = platform.engine.environment("staging") | {"PULUMI_BACKEND_URL": STATE}
    del environment["PULUMI_CONFIG_PASSPHRASE"]
    done = subprocess.run(
        [pulumi_command(), *arguments],
        cwd=platform.project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def outsider(platform: Platform) -> dict[str, str]:
    """The keys of a user who may encrypt and nothing else."""
    iam = platform.aws("iam")
    iam.create_user(UserName="outsider")
    policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",'
    policy += ' "Action": "kms:Encrypt", "Resource": "*"}]}'
    iam.put_user_policy(UserName="outsider", PolicyName="encrypt", PolicyDocument=policy)
    key = iam.create_access_key(UserName="outsider")["AccessKey"]
    return {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        "AWS_SESSION_TOKEN": "",
    }


def places_with(word: str, folder: Path) -> list[str]:
    """The files below a folder that contain the word."""
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file() and word.encode() in file.read_bytes()
    ]


def state_of(platform: Platform) -> bytes:
    """Every version of every object in the state bucket."""
    s3, bucket = platform.aws("s3"), "cellscope-state-242905224710"
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket)
    versions = [one for page in pages for one in page.get("Versions", [])]
    return b"\n".join(
        s3.get_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
        for one in versions
    )


def test_secret_reaches_its_service_and_is_nowhere_in_plaintext(real: Platform) -> None:
    keys = outsider(real)
    encrypted = delivery(real, "secret", "encrypt", "--stack", "staging", text=CLEAR, **keys)
    assert encrypted.returncode == 0, encrypted.stderr
    refused = delivery(
        real, "secret", "decrypt", "--stack", "staging", text=encrypted.stdout, **keys
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "AWS denies decryption" in refused.stderr
    allowed = delivery(real, "secret", "decrypt", "--stack", "staging", text=encrypted.stdout)
    assert allowed.stdout == f"{CLEAR}\n"

    file = real.project / "Pulumi.staging.yaml"
    line = f"  cellscope:secrets: {{mail-token: {encrypted.stdout.strip()}}}\n"
    file.write_text(file.read_text() + line)
    said = [
        pulumi(real, "stack", "init", "staging", "--secrets-provider", KEY),
        pulumi(real, "up", "-s", "staging", "--yes", "--diff"),
        pulumi(real, "preview", "-s", "staging", "--refresh", "--expect-no-changes"),
        pulumi(real, "stack", "output", "-s", "staging"),
        pulumi(real, "stack", "export", "-s", "staging"),
    ]
    value = real.aws("secretsmanager").get_secret_value(SecretId="mail-token-staging")
    assert value["SecretString"] == CLEAR
    state = state_of(real)
    assert b"mail-token-staging" in state
    assert CLEAR.encode() not in state
    assert CLEAR not in "\n".join(said)
    assert places_with(CLEAR, real.project) == []
    assert places_with(CLEAR, real.account.folder) == []
    assert "encryptedkey:" in file.read_text()
    assert "encryptionsalt:" not in file.read_text()


def test_ciphertext_of_another_environment_is_refused_before_any_change(real: Platform) -> None:
    encrypted = delivery(real, "secret", "encrypt", "--stack", "production", text=CLEAR)
    file = real.project / "Pulumi.staging.yaml"
    before = file.read_text()
    file.write_text(
        "".join(
            line
            for line in before.splitlines(keepends=True)
            if not re.match("secretsprovider|encryptedkey|.*secrets:", line)
        )
        + f"  cellscope:secrets: {{other: {encrypted.stdout.strip()}}}\n"
    )
    done = real.pulumi("up", "-s", "staging", "--yes", "--skip-preview")
    file.write_text(before)
    assert done.returncode != 0
    assert "cellscope:secrets.other: cannot be decrypted" in done.stdout
    assert "Traceback" not in done.stdout
    names = [one["Name"] for one in real.aws("secretsmanager").list_secrets()["SecretList"]]
    assert "other-staging" not in names
