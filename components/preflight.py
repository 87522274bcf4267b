"""What must be in the AWS account before the program makes anything, asked through its provider.

The program makes no users, and not the key that secrets are encrypted with. All questions are
asked before the first resource is registered, so that what is missing changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

import pulumi
from pulumi import InvokeOptions, Output
from pulumi_aws import Provider, iam, kms, route53

from estate.account import IAC_KEY_ALIAS
from estate.secrets import encryption_context
from settings import AccountSettings, PlatformSettings


class MissingError(pulumi.RunError):
    """What the account lacks, a line each. The engine prints it without a traceback."""


def key_of_secrets(settings: AccountSettings, provider: Provider) -> str:
    """The id of the key that `delivery bootstrap` made.

    Raises MissingError where there is none.
    """
    try:
        alias = kms.get_alias(f"alias/{IAC_KEY_ALIAS}", opts=InvokeOptions(provider=provider))
    except Exception as error:  # the SDK raises no narrower class for a provider's answer
        raise MissingError(
            f"The key alias/{IAC_KEY_ALIAS} of account {settings.account_id} cannot be found;"
            " nothing was changed. Make it by `python -m delivery bootstrap`, which may be run"
            f" again at any time. AWS answered: {error}"
        ) from None
    return alias.target_key_id


def zone_id(stack: str, settings: PlatformSettings, provider: Provider) -> str | None:
    """The id of the hosted zone that the settings name, or None where they name none.

    Raises MissingError where the account has no such zone.
    """
    if settings.domain is None:
        return None
    zone = settings.domain.zone
    try:
        return route53.get_zone(
            name=zone, private_zone=False, opts=InvokeOptions(provider=provider)
        ).zone_id
    except Exception as error:  # the SDK raises no narrower class for a provider's answer
        problem = (
            f'cellscope:domain.zone = "{zone}": no public hosted zone of account'
            f" {settings.account_id}. Make it first, by `aws route53 create-hosted-zone`, or leave"
            f" domain out: the load balancer has a name of its own. AWS answered: {error}"
        )
        _complain(stack, [problem])
        raise


def check_people(stack: str, settings: PlatformSettings, provider: Provider) -> None:
    """Raise MissingError unless all people of the settings are IAM users of the account."""
    users = iam.get_users(opts=InvokeOptions(provider=provider)).arns
    _complain(stack, missing_people(settings, _whole_names(users)))


def clear_texts(
    stack: str, settings: PlatformSettings, provider: Provider
) -> dict[str, Output[str]]:
    """The settings' secrets in clear, by name; a preview, whose role may not decrypt, has none.

    Raises MissingError for those that the key does not decrypt.
    """
    if pulumi.runtime.is_dry_run():
        return dict.fromkeys(settings.secrets, Output.secret("decrypted when it is deployed"))
    found: dict[str, Output[str]] = {}
    problems: list[str] = []
    for name, ciphertext in settings.secrets.items():
        wanted = kms.GetSecretsSecretArgs(
            name=name, payload=ciphertext, context=encryption_context(settings)
        )
        try:
            answer = kms.get_secrets(secrets=[wanted], opts=InvokeOptions(provider=provider))
        except Exception as error:  # the SDK raises no narrower class for a provider's answer
            problems.append(
                f"cellscope:secrets.{name}: cannot be decrypted. Write what `python -m delivery"
                f" secret encrypt --stack {stack}` prints, and deploy in the role"
                f" {settings.deploy_role}. AWS answered: {error}"
            )
        else:
            found[name] = Output.secret(answer.plaintext[name])
    _complain(stack, problems)
    return found


def missing_people(settings: PlatformSettings, users: Mapping[str, str]) -> Iterator[str]:
    """A line for each person who is no user; `users` are whole names after their path, by name."""
    lists = {"admins": settings.admins, "users": settings.users, "members": settings.members}
    for key, people in lists.items():
        for index, person in enumerate(people):
            found = users.get(person.username)
            if found == person.name:
                continue
            remedy = (
                f'the user is "{found}". Write that.'
                if found
                else f"no IAM user of account {settings.account_id}. Make the user first, for"
                f" example by `aws iam create-user`, or remove the line."
            )
            yield f'cellscope:{key}[{index}].name = "{person.name}": {remedy}'


def _complain(stack: str, problems: Iterable[str]) -> None:
    lines = sorted(problems)
    if lines:
        count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        headline = f"Pulumi.{stack}.yaml: {count}, nothing was changed."
        raise MissingError("\n  ".join([headline, *lines]))


def _whole_names(arns: Iterable[str]) -> dict[str, str]:
    """From users' ARNs, their names after their path, by name."""
    names = [arn.partition(":user/")[2] for arn in arns]
    return {name.rpartition("/")[2]: name for name in names}
