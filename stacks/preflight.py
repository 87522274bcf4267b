"""Finds what the AWS account must or may have: IAM users, hosted zone, KMS key, runners.

The program does not create these. All checks run before the first resource is registered, so that
a failure changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

import pulumi
from pulumi import InvokeOptions, Output
from pulumi_aws import Provider, ec2, iam, kms, organizations, route53

from estate.account.account import IAC_KEY_ALIAS
from estate.account.organization import organization_problem
from estate.account.runners import ADDRESS
from estate.data.secrets import encryption_context
from estate.identity.access_groups import ACCESS_GROUPS
from estate.naming import access_group_name
from estate.retirement import retirement_problems
from settings import AccountSettings, PlatformSettings, SettingsError
from settings.problems import message

_NO_ORGANIZATION = "AWSOrganizationsNotInUseException"
"""The error of an account that belongs to no organization.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
"""


class MissingError(pulumi.RunError):
    """The missing resources; the engine prints the message without a traceback."""


def check_retirements(stack: str, settings: AccountSettings | PlatformSettings) -> None:
    """Raises SettingsError if a retirement names a resource that is not declared or is needed."""
    if problems := [*retirement_problems(settings)]:
        raise SettingsError(stack, problems, ())


def key_of_secrets(settings: AccountSettings, provider: Provider) -> str:
    """Returns the id of the KMS key that `delivery bootstrap` created.

    Raises MissingError if there is none.
    """
    try:
        alias = kms.get_alias(f"alias/{IAC_KEY_ALIAS}", opts=InvokeOptions(provider=provider))
    except Exception as error:  # the SDK raises no narrower class for provider errors
        raise MissingError(
            f"The key alias/{IAC_KEY_ALIAS} of account {settings.account_id} does not exist;"
            " nothing was changed. Create it with `python -m delivery bootstrap`, which is"
            f" idempotent. AWS error: {error}"
        ) from None
    return alias.target_key_id


def check_organization(settings: AccountSettings, provider: Provider) -> None:
    """Raises MissingError if a deployment's settings name another organization than the account's.

    Roles for previews may not read the organization.
    """
    if settings.organization_id is None or pulumi.runtime.is_dry_run():
        return
    try:
        found = organizations.get_organization(opts=InvokeOptions(provider=provider)).id
    except Exception as error:  # the SDK raises no narrower class for provider errors
        if _NO_ORGANIZATION not in str(error):
            raise
        found = None
    if problem := organization_problem(settings, found):
        raise MissingError(problem)


def zone_id(stack: str, settings: PlatformSettings, provider: Provider) -> str | None:
    """Returns the id of the settings' hosted zone, or None without a domain.

    Raises MissingError if the account has no such zone.
    """
    if settings.domain is None:
        return None
    zone = settings.domain.zone
    try:
        return route53.get_zone(
            name=zone, private_zone=False, opts=InvokeOptions(provider=provider)
        ).zone_id
    except Exception as error:  # the SDK raises no narrower class for provider errors
        problem = (
            f'cellscope:domain.zone = "{zone}": no public hosted zone of account'
            f" {settings.account_id}. Create it with `aws route53 create-hosted-zone`, or remove"
            f" domain: the load balancer also has a DNS name of AWS. AWS error: {error}"
        )
        raise_if_any(stack, [problem])
        raise


def runner_cidrs(provider: Provider) -> list[str]:
    """Returns the fixed address of the account's runners as a CIDR block, or nothing without one.

    The address is found by its tag, not by a reference to the stack `account`, whose state the
    roles of previews and environments may not read.
    """
    found = ec2.get_eips(tags={"Name": ADDRESS}, opts=InvokeOptions(provider=provider))
    return [f"{address}/32" for address in found.public_ips]


def check_people(stack: str, settings: PlatformSettings, provider: Provider) -> None:
    """Raises MissingError unless all people are IAM users, and their access groups exist."""
    users = iam.get_users(opts=InvokeOptions(provider=provider)).arns
    problems = [*missing_people(settings, _names_with_path(users))]
    for group in ACCESS_GROUPS:
        name = access_group_name(group.name, settings)
        try:
            iam.get_group(name, opts=InvokeOptions(provider=provider))
        except Exception as error:  # the SDK raises no narrower class for provider errors
            problems.append(
                f"the IAM group {name} does not exist. An admin creates it with `python -m delivery"
                f" deploy account`. AWS error: {error}"
            )
    raise_if_any(stack, problems)


def decrypted_secrets(
    stack: str, settings: PlatformSettings, provider: Provider
) -> dict[str, Output[str]]:
    """Returns the plaintexts of the secrets by name, or placeholders in previews.

    The preview role cannot decrypt. Raises MissingError for secrets that cannot be decrypted.
    """
    if pulumi.runtime.is_dry_run():
        return dict.fromkeys(settings.secrets, Output.secret("decrypted at deployment"))
    found: dict[str, Output[str]] = {}
    problems: list[str] = []
    for name, ciphertext in settings.secrets.items():
        wanted = kms.GetSecretsSecretArgs(
            name=name, payload=ciphertext, context=encryption_context(settings)
        )
        try:
            answer = kms.get_secrets(secrets=[wanted], opts=InvokeOptions(provider=provider))
        except Exception as error:  # the SDK raises no narrower class for provider errors
            problems.append(
                f"cellscope:secrets.{name}: cannot be decrypted. Write the output of `python -m"
                f" delivery secret encrypt --stack {stack}`, and deploy with the role"
                f" {settings.deploy_role_of(settings.environment)}. AWS error: {error}"
            )
        else:
            found[name] = Output.secret(answer.plaintext[name])
    raise_if_any(stack, problems)
    return found


def missing_people(settings: PlatformSettings, users: Mapping[str, str]) -> Iterator[str]:
    """Yields a line for each person who is no IAM user; `users` are names with path, by name."""
    lists = {"admins": settings.admins, "users": settings.users, "members": settings.members}
    for key, people in lists.items():
        for index, person in enumerate(people):
            found = users.get(person.username)
            if found == person.name:
                continue
            remedy = (
                f'the IAM user is "{found}", including its path. Write that.'
                if found
                else f"no IAM user of account {settings.account_id}. Create the user, for"
                f" example with `aws iam create-user`, or remove the line."
            )
            yield f'cellscope:{key}[{index}].name = "{person.name}": {remedy}'


def raise_if_any(stack: str, problems: Iterable[str]) -> None:
    """Raises MissingError with the problems of a stack's settings, if there are any."""
    lines = sorted(problems)
    if lines:
        raise MissingError(message(f"Pulumi.{stack}.yaml", lines))


def _names_with_path(arns: Iterable[str]) -> dict[str, str]:
    """Returns the users' names with path, by name without path."""
    names = [arn.partition(":user/")[2] for arn in arns]
    return {name.rpartition("/")[2]: name for name in names}
