"""Mistakes in the lists of people and roles."""

import json
from typing import Any

from tests.settings.malformed.files import ROLE, Malformed, but, listed, staging


def _names(names: tuple[str, ...]) -> str:
    return listed(*({"name": name} for name in names))


def _admins(name: str, expected: str, *names: str) -> Malformed:
    return staging(name, expected, admins=_names(names))


def _users(name: str, expected: str, *names: str) -> Malformed:
    return staging(name, expected, users=_names(names))


def _role(name: str, /, *expected: str, **changes: Any) -> Malformed:
    return staging(name, *expected, roles=listed(but(ROLE, **changes)))


LOCK_OUTS = (
    staging(
        "admins missing",
        "cellscope:admins: missing. Write the IAM users with admin rights in the cluster, at "
        'least one, for example [{"name": "ada.lovelace"}].',
        admins=None,
    ),
    _admins(
        "no admin",
        "cellscope:admins = []: must not be empty. Write the IAM users with admin rights in the "
        'cluster, at least one, for example [{"name": "ada.lovelace"}].',
    ),
    _admins(
        "admin twice",
        'cellscope:admins[2] = {"name": "ada"}: is a duplicate of [0]. Remove one of them.',
        "ada",
        "grace",
        "ada",
    ),
    _users(
        "user is also an admin",
        'cellscope:users[1] = {"name": "ada.lovelace"}: is also in admins. Keep it in one of the '
        "two lists.",
        "mary",
        "ada.lovelace",
    ),
    _admins(
        "person with a space",
        'cellscope:admins[0].name = "Ada Lovelace": has an invalid format. Write the name of an '
        'IAM user, with its path if it has one, for example "ada.lovelace".',
        "Ada Lovelace",
    ),
    _role(
        "role in a system group of Kubernetes",
        'cellscope:roles[0].groups[0] = "system:masters": is not an allowed value. Write a '
        'Kubernetes group: read-only or state-machine-runner-group, for example "read-only".',
        groups=["system:masters"],
    ),
    staging(
        "deploy role dropped",
        "cellscope:deployRole: missing. Write the name of the IAM role that deploys, with its "
        'path if it has one, for example "cellscope-deploy".',
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
        "cellscope:secrets = [secret]: has a name that is not in lower case with hyphens.",
        secrets=json.dumps({"Mail token": 60 * "A"}),
    ),
)
"""Mistakes in access groups and secrets."""

PEOPLE = (
    _admins(
        "admin twice, under another path",
        'cellscope:admins[1] = {"name": "ada"}: is a duplicate of [0]',
        "ci-users/testing/ada",
        "ada",
    ),
    _admins(
        "admin twice, in another case",
        'cellscope:admins[1] = {"name": "Ada"}: is a duplicate of [0]',
        "ada",
        "Ada",
    ),
    _users(
        "user twice", 'cellscope:users[1] = {"name": "mary"}: is a duplicate of [0]', "mary", "mary"
    ),
    _users(
        "user is also an admin, elsewhere and in another case",
        'cellscope:users[0] = {"name": "people/Ada.Lovelace"}: is also in admins',
        "people/Ada.Lovelace",
    ),
    _admins(
        "person with a character that IAM does not allow",
        'cellscope:admins[0].name = "s\\u00f8ren": has an invalid format',
        "s\u00f8ren",
    ),
    _admins(
        "person by an ARN",
        'cellscope:admins[0].name = "arn:aws:iam::242905224710:user/ada": has an invalid format',
        "arn:aws:iam::242905224710:user/ada",
    ),
    _admins(
        "person whose path begins with a slash",
        'cellscope:admins[0].name = "/ci-users/ada": has an invalid format',
        "/ci-users/ada",
    ),
    _admins(
        "person with a path alone",
        'cellscope:admins[0].name = "ci-users/": has an invalid format',
        "ci-users/",
    ),
    _admins("person without a name", 'cellscope:admins[0].name = "": has an invalid format', ""),
    _admins(
        "person with too long a name",
        "cellscope:admins[0].name = "
        '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": has an invalid '
        "format",
        65 * "a",
    ),
    _admins(
        "person with a new line",
        'cellscope:admins[0].name = "ada\\n": has an invalid format',
        "ada\n",
    ),
    _users("wildcard as a person", 'cellscope:users[0].name = "*": has an invalid format', "*"),
    staging(
        "person as a string",
        'cellscope:admins[0] = "ada.lovelace": must be a mapping. Write an IAM user, for example '
        '{"name": "ada"}.',
        admins="[ada.lovelace]",
    ),
    staging(
        "person's name as a number",
        "cellscope:admins[0].name = 7: must be a string. Write the name of an IAM user, with its "
        'path if it has one, for example "ada.lovelace".',
        admins="[{name: 7}]",
    ),
    staging(
        "admins as a string",
        'cellscope:admins = "ada.lovelace": must be a list. Write the IAM users with admin '
        'rights in the cluster, at least one, for example [{"name": "ada.lovelace"}].',
        admins="ada.lovelace",
    ),
    staging(
        "person with a misspelt key",
        'cellscope:users[0].nmae: unknown key. Did you mean "name"?',
        users="[{nmae: mary}]",
    ),
    staging(
        "person with an unknown key",
        "cellscope:users[0].team: unknown key. Valid keys: name, accessGroups.",
        users="[{name: mary, team: analysis}]",
    ),
    # Deploy and break-glass roles
    staging(
        "deploy role by its ARN",
        'cellscope:deployRole = "arn:aws:iam::242905224710:role/deploy": has an invalid format. '
        "Write the name of the IAM role that deploys, with its path if it has one, for example "
        '"cellscope-deploy".',
        deployRole="arn:aws:iam::242905224710:role/deploy",
    ),
    staging(
        "break-glass role dropped",
        "cellscope:breakGlassRole: missing. Write the name of the IAM role for emergencies, with "
        'its path if it has one, for example "cellscope-break-glass".',
        breakGlassRole='""',
    ),
    staging(
        "break-glass role deploys",
        'cellscope:breakGlassRole = "cellscope-deploy": must not be the deploy role; it must '
        "work when the deploy role fails. Write the name of the IAM role for emergencies, with "
        'its path if it has one, for example "cellscope-break-glass".',
        breakGlassRole="cellscope-deploy",
    ),
    staging(
        "break-glass role deploys, by another path and case",
        'cellscope:breakGlassRole = "emergency/Cellscope-Deploy": must not be the deploy role; '
        "it must work when the deploy role fails",
        breakGlassRole="emergency/Cellscope-Deploy",
    ),
    # Roles mapped into the cluster
    _role(
        "role with a path",
        'cellscope:roles[0].name = "service-role/state-machine-role": must not include a path, '
        "which aws-auth cannot match. Write the name of an IAM role, without its path, for "
        'example "state-machine-role-staging".',
        name="service-role/state-machine-role",
    ),
    _role(
        "role with a space",
        'cellscope:roles[0].name = "state machine role": is not a valid IAM name. Write the name '
        'of an IAM role, without its path, for example "state-machine-role-staging".',
        name="state machine role",
    ),
    _role(
        "role without groups",
        "cellscope:roles[0].groups = []: must not be empty. Write the Kubernetes groups of the "
        'role, for example ["state-machine-runner-group"].',
        groups=[],
    ),
    _role(
        "role in a group twice",
        'cellscope:roles[0].groups[1] = "read-only": is a duplicate of [0]. Remove one of them.',
        groups=["read-only", "read-only"],
    ),
    _role(
        "role's groups as a string",
        'cellscope:roles[0].groups = "read-only": must be a list',
        groups="read-only",
    ),
    _role(
        "role with a system username of Kubernetes",
        'cellscope:roles[0].username = "system:admin": has an invalid format. Write the '
        'Kubernetes username of the role, for example "state-machine-runner".',
        username="system:admin",
    ),
    _role(
        "role without a username",
        "cellscope:roles[0].username: missing. Write the Kubernetes username of the role, for "
        'example "state-machine-runner".',
        username=None,
    ),
    _role(
        "role has an access entry already",
        'cellscope:roles[0] = {"name": "cellscope-deploy", "username": "state-machine-runner", '
        '"groups": ["...: already has an access entry, which takes precedence. Write an IAM role '
        'with its Kubernetes username and groups, for example {"groups": '
        '["state-machine-runner-group"], "name": "state-machine-role-staging", "username": '
        '"state-machine-runner"}.',
        name="cellscope-deploy",
    ),
    staging(
        "role has an access entry already, by another path and case",
        'cellscope:roles[0] = {"name": "Rescue", "username": "state-machine-runner", "groups": '
        '["state-mach...: already has an access entry, which takes precedence',
        breakGlassRole="emergency/rescue",
        roles=listed(but(ROLE, name="Rescue")),
    ),
    staging(
        "role twice",
        'cellscope:roles[1] = {"name": "state-machine-role", "username": "other", "groups": '
        '["state-machine...: is a duplicate of [0]. Remove one of them.',
        roles=listed(ROLE, but(ROLE, username="other")),
    ),
    staging(
        "role twice, in another case",
        'cellscope:roles[1] = {"name": "STATE-MACHINE-ROLE", "username": "state-machine-runner", '
        '"groups": ...: is a duplicate of [0]',
        roles=listed(ROLE, but(ROLE, name="STATE-MACHINE-ROLE")),
    ),
    staging(
        "roles not in a list",
        'cellscope:roles = {"state-machine-role": "read-only"}: must be a list',
        roles="{state-machine-role: read-only}",
    ),
)
