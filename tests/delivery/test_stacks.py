"""Tests of stacks in the state bucket, with the real CLI as the deploy role."""

import pytest
import yaml
from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.stacks import create_if_missing, stacks_in
from estate.account.account import state_bucket_name
from settings import AccountSettings

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


def test_a_session_of_staging_lists_all_stacks_although_it_reads_only_its_own(
    clone: Cli, aws: Clients, deployer: Clients, settings: AccountSettings
) -> None:
    list(create_if_missing("staging", "eu-west-1", clone, deployer))
    bucket = state_bucket_name(settings)
    state = {"Bucket": bucket, "Key": ".pulumi/stacks/cellscope/production.json"}
    aws("s3").put_object(**state, Body=b"{}")
    with pytest.raises(ClientError, match="AccessDenied"):
        deployer("s3").get_object(**state)
    assert stacks_in(clone, deployer) == ["production", "staging"]
