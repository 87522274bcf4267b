"""Mistakes in the lists of people and roles."""

import json

from tests.settings.malformed.cases import duplicate, missing, misspelt, staging, unknown, wrong
from tests.settings.malformed.files import CIPHERTEXT, ROLE, but, listed

_FORMAT = "has an invalid format"
_HAS_ENTRY = "already has an access entry, which takes precedence"


def _names(names: tuple[str, ...]) -> str:
    return listed(*({"name": name} for name in names))


LOCK_OUTS = (
    staging(
        "admins missing",
        "cellscope:admins: missing. Write the IAM users with admin rights in the cluster, at "
        'least one, for example [{"name": "ada.lovelace"}].',
        admins=None,
    ),
    *wrong("admins", "must not be empty. Write the IAM users with admin rights in the ", []),
    duplicate("admins", {"name": "ada"}),
    *wrong(
        "users[0]",
        "is also in admins. Keep it in one of the two lists.",
        {"name": "ada.lovelace"},
    ),
    *wrong("admins[0].name", _FORMAT, "Ada Lovelace"),
    *wrong("roles[0].groups[0]", "is not an allowed value", "system:masters"),
    staging(
        "deploy role dropped",
        "cellscope:deployRole: missing. Write the name, with its path, of the IAM roles that "
        'deploy, without their suffix `-<environment>`, for example "cellscope-deploy".',
        deployRole='""',
    ),
    staging(
        "many mistakes with people",
        'cellscope:admins[1] = {"name": "people/Ada"}: is a duplicate of [0]',
        'cellscope:admins[2].name = "grace hopper": has an invalid format',
        "cellscope:deployRole: missing",
        'cellscope:roles[0].groups[0] = "admins": is not an allowed value',
        'cellscope:roles[0].name = "x/y": must not include a path, which aws-auth cannot match',
        'cellscope:roles[0].username = "system:x": has an invalid format',
        'cellscope:users[1] = {"name": "ADA"}: is also in admins',
        'cellscope:users[3] = {"name": "Mary"}: is a duplicate of [2]',
        admins=_names(("ada", "people/Ada", "grace hopper")),
        users=_names(("grace", "ADA", "mary", "Mary")),
        deployRole='""',
        roles=listed(but(ROLE, name="x/y", username="system:x", groups=["admins"])),
    ),
)
"""Mistakes that would grant or remove cluster access by accident, one of each kind."""

_MEMBER = {"name": "rosalind", "accessGroups": ["engineer"]}

ACCESS = (
    staging(
        "person in an unknown access group",
        'cellscope:users[0].accessGroups[0] = "engineers": is not an allowed value. Write an '
        'access group: engineer or bioinformatics-data-ingest, for example "engineer".',
        users=listed({"name": "mary", "accessGroups": ["engineers"]}),
    ),
    staging(
        "person in an access group twice",
        'cellscope:users[0].accessGroups[1] = "engineer": is a duplicate of [0]. Remove one of '
        "them.",
        users=listed({"name": "mary", "accessGroups": ["engineer", "engineer"]}),
    ),
    staging(
        "member without an access group",
        "cellscope:members[0].accessGroups = []: must not be empty. Write the person's access "
        'groups in AWS, at least one, for example ["bioinformatics-data-ingest"].',
        "cellscope:members[1].accessGroups: missing. Write the person's access groups in AWS",
        members=listed({"name": "rosalind", "accessGroups": []}, {"name": "mary"}),
    ),
    staging(
        "members who are also an admin and a user",
        'cellscope:members[0] = {"name": "x/ADA.lovelace", "accessGroups": ["engineer"]}: is '
        "also in admins. Keep it in one of the two lists.",
        'cellscope:members[1] = {"name": "rosalind", "accessGroups": ["engineer"]}: is also in '
        "users. Keep it in one of the two lists.",
        users=_names(("rosalind",)),
        members=listed(but(_MEMBER, name="x/ADA.lovelace"), _MEMBER),
    ),
    staging(
        "secret in plaintext",
        "cellscope:secrets.mail-token = [secret]: has an invalid format. Write the output of",
        secrets=json.dumps({"mail-token": "sesame, open"}),
    ),
    staging(
        "secret with an invalid name",
        "cellscope:secrets.Mail token: has a name that is not in lower case with hyphens.",
        secrets=json.dumps({"Mail token": CIPHERTEXT}),
    ),
)
"""Mistakes in access groups and secrets."""

PEOPLE = (
    duplicate("admins", {"name": "ci-users/testing/ada"}, {"name": "ada"}),
    duplicate("admins", {"name": "ada"}, {"name": "Ada"}),
    duplicate("users", {"name": "mary"}),
    *wrong("users[0]", "is also in admins", {"name": "people/Ada.Lovelace"}),
    *wrong(
        "admins[0].name",
        _FORMAT,
        *("s\u00f8ren", "arn:aws:iam::242905224710:user/ada", "/ci-users/ada", "ci-users/", ""),
        *(65 * "a", "ada\n", "*"),
    ),
    *wrong(
        "admins[0]",
        'must be a mapping. Write an IAM user, for example {"name": "ada"}.',
        "ada.lovelace",
    ),
    *wrong("admins[0].name", "must be a string", 7),
    *wrong("admins", "must be a list", "ada.lovelace"),
    misspelt("users[0].name", "nmae"),
    unknown("users[0]", "name, accessGroups"),
    # Deploy and break-glass roles
    *wrong("deployRole", _FORMAT, "arn:aws:iam::242905224710:role/deploy"),
    staging("break-glass role dropped", "cellscope:breakGlassRole: missing.", breakGlassRole='""'),
    *wrong(
        "breakGlassRole",
        "must not be a deploy role; it must work when the deploy roles fail",
        *("cellscope-deploy-staging", "emergency/Cellscope-Deploy-Production"),
        "cellscope-deploy-sandbox",
    ),
    # Roles mapped into the cluster
    *wrong(
        "roles[0].name",
        "must not include a path, which aws-auth cannot match",
        "service-role/state-machine-role",
    ),
    *wrong("roles[0].name", "is not a valid IAM name", "state machine role"),
    *wrong("roles[0].groups", "must not be empty", []),
    duplicate("roles[0].groups", "read-only"),
    *wrong("roles[0].groups", "must be a list", "read-only"),
    *wrong("roles[0].username", _FORMAT, "system:admin"),
    missing("roles[0].username"),
    *wrong("roles[0]", _HAS_ENTRY, but(ROLE, name="cellscope-deploy-staging")),
    *wrong("roles[0]", _HAS_ENTRY, but(ROLE, name="cellscope-deploy-sandbox")),
    *wrong("roles[0]", _HAS_ENTRY, but(ROLE, name="Cellscope-Read")),
    staging(
        "role has an access entry already, by another path and case",
        'cellscope:roles[0] = {"name": "Rescue", "username": "state-machine-runner", "groups": '
        f'["state-mach...: {_HAS_ENTRY}',
        breakGlassRole="emergency/rescue",
        roles=listed(but(ROLE, name="Rescue")),
    ),
    duplicate("roles", ROLE, but(ROLE, username="other")),
    duplicate("roles", ROLE, but(ROLE, name="STATE-MACHINE-ROLE")),
    *wrong("roles", "must be a list", {"state-machine-role": "read-only"}),
)
