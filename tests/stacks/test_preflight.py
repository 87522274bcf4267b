"""The checks of the AWS account before the first resource."""

from collections.abc import Iterator
from typing import Any

import pytest

from stacks.preflight import MissingError, missing_people
from tests.environments import KEEPING, platform_of
from tests.mocks import answers, stand_in
from tests.mocks.recording import Recording
from tests.mocks.runs import run_main, whole_program
from tests.mocks.stand_in import record
from tests.settings.malformed import stack_file
from tests.settings.malformed.files import CIPHERTEXT
from tests.settings.test_settings import flat

OTHER = CIPHERTEXT[:-1] + "B"


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Results of AWS functions by token, which replace the usual ones."""
    other: dict[str, Any] = {}

    def function(token: str, arguments: Any) -> Any:
        if token in other:
            if isinstance(other[token], Exception):
                raise other[token]
            return other[token]
        return answers.function(token, arguments)

    monkeypatch.setattr(stand_in, "function", function)
    return other


def refused(stack: str, yaml: str, *, preview: bool = False) -> list[str]:
    """Returns the lines of the error of a program that must fail before the first resource."""
    recording = Recording()
    with pytest.raises(MissingError) as refusal:
        record(run_main, stack=stack, config=flat(yaml), recording=recording, preview=preview)
    made = {one.type for one in recording.resources.values()}
    assert made <= {"pulumi:providers:aws"}
    return str(refusal.value).splitlines()


@pytest.mark.parametrize("preview", [True, False])
def test_all_people_without_iam_user_are_reported_together(
    answering: dict[str, Any], preview: bool
) -> None:
    user = "arn:aws:iam::242905224710:user"
    answering["aws:iam/getUsers:getUsers"] = {
        "arns": [f"{user}/ada.lovelace", f"{user}/staff/mary.somerville"]
    }
    yaml = stack_file(
        "staging",
        admins='[{"name": "ada.lovelace"}, {"name": "charles.babbage"}]',
        users='[{"name": "mary.somerville"}]',
        members='[{"name": "x/eve", "accessGroups": ["engineer"]}]',
    )
    assert refused("staging", yaml, preview=preview) == [
        "Pulumi.staging.yaml: 3 problems, nothing was changed.",
        (
            '  cellscope:admins[1].name = "charles.babbage": no IAM user of account 242905224710.'
            " Create the user, for example with `aws iam create-user`, or remove the line."
        ),
        (
            '  cellscope:members[0].name = "x/eve": no IAM user of account 242905224710.'
            " Create the user, for example with `aws iam create-user`, or remove the line."
        ),
        (
            '  cellscope:users[0].name = "mary.somerville": the IAM user is'
            ' "staff/mary.somerville", including its path. Write that.'
        ),
    ]


@pytest.mark.parametrize("environment", KEEPING)
def test_people_with_matching_iam_users_are_accepted(environment: str) -> None:
    settings = platform_of(environment)
    everybody = {person.username: person.name for person in settings.people}
    assert list(missing_people(settings, everybody)) == []
    for missing in everybody:
        rest = {name: whole for name, whole in everybody.items() if name != missing}
        (line,) = missing_people(settings, rest)
        assert everybody[missing] in line


def test_a_missing_key_is_reported_with_bootstrap_as_remedy(answering: dict[str, Any]) -> None:
    answering["aws:kms/getAlias:getAlias"] = LookupError("empty result")
    (line,) = refused("account", stack_file("account"), preview=True)
    assert line.startswith("The key alias/iac-secret-key of account 242905224710 does not exist")
    assert "`python -m delivery bootstrap`" in line
    assert "empty result" in line


def with_secrets(*, preview: bool) -> Recording:
    yaml = stack_file("staging", secrets=f'{{"mail-token": {CIPHERTEXT}}}')
    return record(run_main, stack="staging", config=flat(yaml), preview=preview)


def test_a_secret_is_decrypted_and_stored_in_secrets_manager() -> None:
    recording = with_secrets(preview=False)
    secret = recording.of("secretsmanager/secret:Secret")["mail-token"]
    assert secret.inputs["name"] == "mail-token-staging"
    assert (secret.protected, secret.retained) == (True, True)
    versions = recording.of("secretsmanager/secretVersion:SecretVersion")
    (version,) = (one for name, one in versions.items() if name.startswith("mail-token"))
    assert version.inputs["secretId"] == "mail-token-id"
    assert version.inputs["secretString"] == CIPHERTEXT[::-1]
    assert version.secrets == ("secretString",)
    asked = [one for one in recording.asked if one.token == "aws:kms/getSecrets:getSecrets"]
    (wanted,) = asked[0].arguments["secrets"]
    assert wanted["context"] == {"environment": "staging"}


def test_a_preview_decrypts_nothing_and_shows_no_change() -> None:
    recording = with_secrets(preview=True)
    assert "aws:kms/getSecrets:getSecrets" not in [one.token for one in recording.asked]
    versions = recording.of("secretsmanager/secretVersion:SecretVersion")
    (version,) = (one for name, one in versions.items() if name.startswith("mail-token"))
    assert version.ignored == ("secretString",)
    assert version.urn in with_secrets(preview=False).resources


def test_a_changed_ciphertext_creates_a_new_version() -> None:
    def versions(ciphertext: str) -> tuple[set[str], set[str]]:
        yaml = stack_file("staging", secrets=f'{{"mail-token": {ciphertext}}}')
        made = record(run_main, stack="staging", config=flat(yaml)).of
        return (
            {*made("secretsmanager/secret:Secret")},
            {*made("secretsmanager/secretVersion:SecretVersion")},
        )

    (secret, version), (same, other) = versions(CIPHERTEXT), versions(OTHER)
    assert secret == same
    assert version != other


def test_an_invalid_ciphertext_is_reported_by_name_without_its_value(
    answering: dict[str, Any],
) -> None:
    answering["aws:kms/getSecrets:getSecrets"] = LookupError("InvalidCiphertextException")
    yaml = stack_file("staging", secrets=f'{{"one": {CIPHERTEXT}, "two": {CIPHERTEXT}}}')
    head, *lines = refused("staging", yaml)
    assert head == "Pulumi.staging.yaml: 2 problems, nothing was changed."
    assert [line.partition(": ")[0].strip() for line in lines] == [
        "cellscope:secrets.one",
        "cellscope:secrets.two",
    ]
    assert all("secret encrypt --stack staging" in line for line in lines)
    assert CIPHERTEXT not in " ".join(lines)


def test_development_calls_no_aws_functions() -> None:
    assert whole_program("development").asked == []


@pytest.mark.parametrize("stack", ["account", *KEEPING])
def test_all_function_calls_use_the_explicit_provider(stack: str) -> None:
    recording = whole_program(stack)
    (provider,) = recording.of("providers:aws").values()
    assert {one.provider for one in recording.asked} == {f"{provider.urn}::aws-id"}


ORGANIZATION = "aws:organizations/getOrganization:getOrganization"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"id": "o-abcdefghij"}, "belongs to o-abcdefghij."),
        (LookupError("AWSOrganizationsNotInUseException: not a member"), "to no organization."),
    ],
)
def test_another_organization_is_refused_before_the_first_resource(
    answering: dict[str, Any], answer: Any, reason: str
) -> None:
    answering[ORGANIZATION] = answer
    (line,) = refused("account", stack_file("account"))
    assert line.startswith("Pulumi.account.yaml: cellscope:organizationId is o-a1b2c3d4e5, but")
    assert reason in line


def test_a_preview_does_not_read_the_organization() -> None:
    assert ORGANIZATION not in {one.token for one in whole_program("account", preview=True).asked}
    assert ORGANIZATION in {one.token for one in whole_program("account").asked}
