"""The other parts of a repository's settings: variables, teams, CODEOWNERS and OIDC subjects."""

from collections.abc import Sequence

from delivery.repository.api import Api
from delivery.repository.comparison import Document, OneOf
from delivery.repository.part import Part


def variable(name: str, value: str | None) -> Part:
    """Returns a repository variable; without a value, it must not exist."""
    wanted = None if value is None else {"value": value}

    def write(api: Api, new: Document | None) -> None:
        one = f"{api.path}/actions/variables/{name}"
        if new is None:
            api.send("DELETE", one)
        elif api.get(one) is None:
            api.send("POST", f"{api.path}/actions/variables", {"name": name, "value": value})
        else:
            api.send("PATCH", one, {"name": name, "value": value})

    def read(api: Api) -> Document | None:
        return api.get(f"{api.path}/actions/variables/{name}")

    return Part(f"variable {name}", wanted, read, write)


def team(slug: str) -> Part:
    """Returns the write access of a team, without which its approval does not count."""

    def read(api: Api) -> Document | None:
        teams = api.get(f"{api.path}/teams?per_page=100")
        return next((one for one in teams or () if one["slug"] == slug), None)

    def write(api: Api, new: Document) -> None:
        api.team_id(slug)  # its error is clearer
        body = {"permission": new["permission"]}
        api.send("PUT", f"/orgs/{api.owner}/teams/{slug}{api.path}", body)

    wanted = {"permission": OneOf(("push", "maintain", "admin"))}
    return Part(f"team {slug}", wanted, read, write)


def code_owners() -> Part:
    """Returns the errors that GitHub finds in CODEOWNERS on the default branch."""

    def read(api: Api) -> Document | None:
        if (found := api.get(f"{api.path}/codeowners/errors")) is None:
            return None
        return {"errors": [f"line {one['line']}: {one['kind']}" for one in found["errors"]]}

    remedy = "push .github/CODEOWNERS to the default branch, or correct it there"
    return Part("CODEOWNERS", {"errors": []}, read, remedy=remedy)


def subject_prefix(trusted: Sequence[str]) -> Part:
    """Returns the beginning of the subjects in OIDC tokens; the IAM roles trust `trusted`.

    `sub_claim_prefix` decides: `use_immutable_subject` may be false where GitHub already issues
    subjects with ids.
    """

    def read(api: Api) -> Document:
        found = api.get(f"{api.path}/actions/oidc/customization/sub")
        prefix = found.get("sub_claim_prefix") if found else None
        return {"sub_claim_prefix": prefix or f"repo:{api.name}"}

    remedy = "put the lines of python -m delivery github --ids into Pulumi.account.yaml"
    wanted = {"sub_claim_prefix": OneOf(tuple(trusted))}
    return Part("OIDC subject", wanted, read, remedy=f"{remedy}, and deploy the account stack")
