"""The AWS organization whose principals may encrypt secrets."""

from settings import AccountSettings


def organization_problem(settings: AccountSettings, found: str | None) -> str | None:
    """Returns why the setting is wrong for an account of an organization, or None if it is right.

    `found` is the organization's id; None if the account belongs to none. A wrong setting would
    deny the first `pulumi stack init` the use of the key of secrets.
    """
    if settings.organization_id in (None, found):
        return None
    belongs = f"belongs to {found}" if found else "belongs to no organization"
    write = f"Write {found}, or remove the key" if found else "Remove the key"
    return (
        f"Pulumi.account.yaml: cellscope:organizationId is {settings.organization_id}, but account"
        f" {settings.account_id} {belongs}. Nothing was changed. {write}: without it, only"
        " principals of the account may encrypt secrets."
    )
