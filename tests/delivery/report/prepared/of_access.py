"""Prepared changes of people and of permissions."""

from tests.delivery.report.prepared.change import NEW_PERSON, Edit, PreparedChange, in_both

_GRACE = "    - {name: grace.hopper, accessGroups: [engineer]}\n"
_ADMINS = f"    - {{name: ada.lovelace, accessGroups: [engineer]}}\n{_GRACE}"
_MARY = "    - {name: mary.somerville, accessGroups: [bioinformatics-data-ingest]}\n"
_LISE = f"    - {{name: {NEW_PERSON}, accessGroups: [engineer]}}\n"

ACCESS_CHANGES = (
    PreparedChange("person-added", True, in_both(_MARY, _MARY + _LISE)),
    PreparedChange("person-removed", True, in_both(f"  cellscope:users:\n{_MARY}", "")),
    PreparedChange("admin-removed", False, in_both(_GRACE, "")),
    PreparedChange("all-admins-removed", False, in_both(_ADMINS, "")),
    PreparedChange(
        "permission-added",
        True,
        (
            Edit(
                "estate/identity/service_roles.py",
                '("ses:SendEmail",)',
                '("ses:SendEmail", "ses:SendRawEmail")',
            ),
        ),
    ),
    PreparedChange(
        "trust-widened",
        False,
        (
            Edit(
                "estate/identity/service_roles.py",
                'f"{owner}-*", "deployment-runner", rights',
                '"*", "deployment-runner", rights',
            ),
        ),
    ),
)
"""In `all-admins-removed` only the CI user remains."""
