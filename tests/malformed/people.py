"""Who gets into the cluster: people and roles."""

import json
from typing import Any

from tests.malformed.files import ROLE, Malformed, but, listed, staging


def _names(names: tuple[str, ...]) -> str:
    return listed(*({"name": name} for name in names))


def _admins(name: str, tell: str, *names: str) -> Malformed:
    return staging(name, tell, admins=_names(names))


def _users(name: str, tell: str, *names: str) -> Malformed:
    return staging(name, tell, users=_names(names))


def _role(name: str, /, *tells: str, **changes: Any) -> Malformed:
    return staging(name, *tells, roles=listed(but(ROLE, **changes)))


LOCK_OUTS = (
    staging(
        "admins missing",
        "cellscope:admins: missing. Write the people who may do everything in the cluster, at "
        'least one, for example [{"name": "ada.lovelace"}].',
        admins=None,
    ),
    _admins(
        "no admin",
        "cellscope:admins = []: is empty. Write the people who may do everything in the cluster, "
        'at least one, for example [{"name": "ada.lovelace"}].',
    ),
    _admins(
        "admin twice",
        'cellscope:admins[2] = {"name": "ada"}: repeats [0]. Write it once.',
        "ada",
        "grace",
        "ada",
    ),
    _users(
        "user is also an admin",
        'cellscope:users[1] = {"name": "ada.lovelace"}: is among admins as well. Write it in one '
        "of the two.",
        "mary",
        "ada.lovelace",
    ),
    _admins(
        "person with a space",
        'cellscope:admins[0].name = "Ada Lovelace": has the wrong form. Write the name of an IAM '
        'user, after its path if it has one, for example "ada.lovelace".',
        "Ada Lovelace",
    ),
    _role(
        "role in a group of Kubernetes' own",
        'cellscope:roles[0].groups[0] = "system:masters": is not known. Write a group of the '
        'cluster: read-only or state-machine-runner-group, for example "read-only".',
        groups=["system:masters"],
    ),
    staging(
        "deploy role dropped",
        "cellscope:deployRole: missing. Write the IAM role that deploys, after its path if it has "
        'one, for example "cellscope-deploy".',
        deployRole='""',
    ),
    staging(
        "all mistakes with people at once",
        'cellscope:admins[1] = {"name": "people/Ada"}: repeats [0]',
        'cellscope:admins[2].name = "grace hopper": has the wrong form',
        "cellscope:deployRole: missing",
        'cellscope:roles[0].groups[0] = "admins": is not known',
        'cellscope:roles[0].name = "x/y": has a path, which aws-auth cannot match',
        'cellscope:roles[0].username = "system:x": has the wrong form',
        'cellscope:users[1] = {"name": "ADA"}: is among admins as well',
        'cellscope:users[3] = {"name": "Mary"}: repeats [2]',
        admins=_names(("ada", "people/Ada", "grace hopper")),
        users=_names(("grace", "ADA", "mary", "Mary")),
        deployRole='""',
        roles=listed(but(ROLE, name="x/y", username="system:x", groups=["admins"])),
    ),
)
"""What would let the wrong people in, or the right ones out: each kind once."""

_MEMBER = {"name": "rosalind", "accessGroups": ["engineer"]}

ACCESS = (
    staging(
        "person in a group that is not",
        'cellscope:users[0].accessGroups[0] = "engineers": is not known. Write an access group: '
        'engineer or bioinformatics-data-ingest, for example "engineer".',
        users=listed({"name": "mary", "accessGroups": ["engineers"]}),
    ),
    staging(
        "person in a group twice",
        'cellscope:users[0].accessGroups[1] = "engineer": repeats [0]. Write it once.',
        users=listed({"name": "mary", "accessGroups": ["engineer", "engineer"]}),
    ),
    staging(
        "member of nothing",
        "cellscope:members[0].accessGroups = []: is empty. Write the person's access groups in "
        'AWS, at least one, for example ["bioinformatics-data-ingest"].',
        "cellscope:members[1].accessGroups: missing. Write the person's access groups in AWS",
        members=listed({"name": "rosalind", "accessGroups": []}, {"name": "mary"}),
    ),
    staging(
        "member who is an admin, and one who is a user",
        'cellscope:members[0] = {"name": "x/ADA.lovelace", "accessGroups": ["engineer"]}: is '
        "among admins as well. Write it in one of the two.",
        'cellscope:members[1] = {"name": "rosalind", "accessGroups": ["engineer"]}: is among '
        "users as well. Write it in one of the two.",
        users=_names(("rosalind",)),
        members=listed(but(_MEMBER, name="x/ADA.lovelace"), _MEMBER),
    ),
    staging(
        "secret in clear",
        "cellscope:secrets.mail-token = [secret]: has the wrong form. Write what",
        secrets=json.dumps({"mail-token": "sesame, open"}),
    ),
    staging(
        "secret under a name that AWS would not take",
        "cellscope:secrets = [secret]: has a name that is not in lower case with dashes.",
        secrets=json.dumps({"Mail token": 60 * "A"}),
    ),
)
"""Who is in a group, and what stands encrypted."""

PEOPLE = (
    _admins(
        "admin twice, under another path",
        'cellscope:admins[1] = {"name": "ada"}: repeats [0]',
        "ci-users/testing/ada",
        "ada",
    ),
    _admins(
        "admin twice, in another case",
        'cellscope:admins[1] = {"name": "Ada"}: repeats [0]',
        "ada",
        "Ada",
    ),
    _users("user twice", 'cellscope:users[1] = {"name": "mary"}: repeats [0]', "mary", "mary"),
    _users(
        "user is also an admin, elsewhere and in another case",
        'cellscope:users[0] = {"name": "people/Ada.Lovelace"}: is among admins as well',
        "people/Ada.Lovelace",
    ),
    _admins(
        "person with a letter that IAM does not have",
        'cellscope:admins[0].name = "s\\u00f8ren": has the wrong form',
        "s\u00f8ren",
    ),
    _admins(
        "person by an ARN",
        'cellscope:admins[0].name = "arn:aws:iam::242905224710:user/ada": has the wrong form',
        "arn:aws:iam::242905224710:user/ada",
    ),
    _admins(
        "person whose path begins with a slash",
        'cellscope:admins[0].name = "/ci-users/ada": has the wrong form',
        "/ci-users/ada",
    ),
    _admins(
        "person with a path alone",
        'cellscope:admins[0].name = "ci-users/": has the wrong form',
        "ci-users/",
    ),
    _admins("person without a name", 'cellscope:admins[0].name = "": has the wrong form', ""),
    _admins(
        "person with too long a name",
        "cellscope:admins[0].name = "
        '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": has the wrong form',
        65 * "a",
    ),
    _admins(
        "person with a new line", 'cellscope:admins[0].name = "ada\\n": has the wrong form', "ada\n"
    ),
    _users("anybody", 'cellscope:users[0].name = "*": has the wrong form', "*"),
    staging(
        "person by name alone",
        'cellscope:admins[0] = "ada.lovelace": is not a mapping. Write a person, by the name of '
        'an IAM user, for example {"name": "ada"}.',
        admins="[ada.lovelace]",
    ),
    staging(
        "person by number",
        "cellscope:admins[0].name = 7: is not a text. Write the name of an IAM user, after its "
        'path if it has one, for example "ada.lovelace".',
        admins="[{name: 7}]",
    ),
    staging(
        "admins in one text",
        'cellscope:admins = "ada.lovelace": is not a list. Write the people who may do everything '
        'in the cluster, at least one, for example [{"name": "ada.lovelace"}].',
        admins="ada.lovelace",
    ),
    staging(
        "person with a misspelt key",
        'cellscope:users[0].nmae: unknown key. Did you mean "name"?',
        users="[{nmae: mary}]",
    ),
    staging(
        "person with a key too many",
        "cellscope:users[0].team: unknown key. Known here: name, accessGroups.",
        users="[{name: mary, team: analysis}]",
    ),
    # Roles that deploy
    staging(
        "deploy role by its ARN",
        'cellscope:deployRole = "arn:aws:iam::242905224710:role/deploy": has the wrong form. '
        "Write the IAM role that deploys, after its path if it has one, for example "
        '"cellscope-deploy".',
        deployRole="arn:aws:iam::242905224710:role/deploy",
    ),
    staging(
        "break-glass role dropped",
        "cellscope:breakGlassRole: missing. Write the IAM role for emergencies, after its path if "
        'it has one, for example "cellscope-break-glass".',
        breakGlassRole='""',
    ),
    staging(
        "break-glass role deploys",
        'cellscope:breakGlassRole = "cellscope-deploy": is the role that deploys; it must be '
        "another, to be there when that fails. Write the IAM role for emergencies, after its path "
        'if it has one, for example "cellscope-break-glass".',
        breakGlassRole="cellscope-deploy",
    ),
    staging(
        "break-glass role deploys, by another path and case",
        'cellscope:breakGlassRole = "emergency/Cellscope-Deploy": is the role that deploys; it '
        "must be another, to be there when that fails",
        breakGlassRole="emergency/Cellscope-Deploy",
    ),
    # Roles that work
    _role(
        "role with a path",
        'cellscope:roles[0].name = "service-role/state-machine-role": has a path, which aws-auth '
        "cannot match. Write the name of an IAM role without its path, for example "
        '"state-machine-role-staging".',
        name="service-role/state-machine-role",
    ),
    _role(
        "role with a space",
        'cellscope:roles[0].name = "state machine role": is no IAM name. Write the name of an IAM '
        'role without its path, for example "state-machine-role-staging".',
        name="state machine role",
    ),
    _role(
        "role in no group",
        "cellscope:roles[0].groups = []: is empty. Write the groups of the cluster that the role "
        'is in, for example ["state-machine-runner-group"].',
        groups=[],
    ),
    _role(
        "role in a group twice",
        'cellscope:roles[0].groups[1] = "read-only": repeats [0]. Write it once.',
        groups=["read-only", "read-only"],
    ),
    _role(
        "role with its group in a text",
        'cellscope:roles[0].groups = "read-only": is not a list',
        groups="read-only",
    ),
    _role(
        "role poses as Kubernetes' own",
        'cellscope:roles[0].username = "system:admin": has the wrong form. Write the name that '
        'the role has in the cluster, for example "state-machine-runner".',
        username="system:admin",
    ),
    _role(
        "role without a username",
        "cellscope:roles[0].username: missing. Write the name that the role has in the cluster, "
        'for example "state-machine-runner".',
        username=None,
    ),
    _role(
        "role has an access entry already",
        'cellscope:roles[0] = {"name": "cellscope-deploy", "username": "state-machine-runner", '
        '"groups": ["...: has an access entry already, which would win. Write an IAM role, with '
        'the name and the groups that it has in the cluster, for example {"groups": '
        '["state-machine-runner-group"], "name": "state-machine-role-staging", "username": '
        '"state-machine-runner"}.',
        name="cellscope-deploy",
    ),
    staging(
        "role has an access entry already, by another path and case",
        'cellscope:roles[0] = {"name": "Rescue", "username": "state-machine-runner", "groups": '
        '["state-mach...: has an access entry already, which would win',
        breakGlassRole="emergency/rescue",
        roles=listed(but(ROLE, name="Rescue")),
    ),
    staging(
        "role twice",
        'cellscope:roles[1] = {"name": "state-machine-role", "username": "other", "groups": '
        '["state-machine...: repeats [0]. Write it once.',
        roles=listed(ROLE, but(ROLE, username="other")),
    ),
    staging(
        "role twice, in another case",
        'cellscope:roles[1] = {"name": "STATE-MACHINE-ROLE", "username": "state-machine-runner", '
        '"groups": ...: repeats [0]',
        roles=listed(ROLE, but(ROLE, name="STATE-MACHINE-ROLE")),
    ),
    staging(
        "roles not in a list",
        'cellscope:roles = {"state-machine-role": "read-only"}: is not a list',
        roles="{state-machine-role: read-only}",
    ),
)
