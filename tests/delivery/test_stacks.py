"""Tests of stacks in the state bucket, with the real CLI as the deploy role."""

import yaml

from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.stacks import create_if_missing, stacks_in

KEY = "awskms://alias/iac-secret-key?region=eu-west-1&context_stack=staging"


def test_a_missing_stack_is_created_once_with_the_key_of_the_account(
    clone: Cli, aws: Clients
) -> None:
    command = f"$ pulumi stack init staging --no-select --secrets-provider {KEY}"
    assert list(create_if_missing("staging", "eu-west-1", clone, aws)) == [command]
    assert stacks_in(clone, aws) == ["staging"]
    assert list(create_if_missing("staging", "eu-west-1", clone, aws)) == []


def test_a_fresh_clone_uses_the_key_that_the_state_names(clone: Cli, aws: Clients) -> None:
    list(create_if_missing("staging", "eu-west-1", clone, aws))
    file = clone.project / "Pulumi.staging.yaml"
    first = yaml.safe_load(file.read_text())
    file.write_text("config: {}\n")
    clone.output("config", "set", "-s", "staging", "--secret", "word", "in clear")
    assert clone.output("config", "get", "-s", "staging", "word").strip() == "in clear"
    second = yaml.safe_load(file.read_text())
    assert second["secretsprovider"] == first["secretsprovider"] == KEY
    assert second["encryptedkey"] == first["encryptedkey"]
