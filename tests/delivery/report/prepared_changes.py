"""Ten changes of the program, as in pull requests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Replaces `old`, which occurs once in `file`, by `new`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class PreparedChange:
    """A named change; `passes` is the expected result of the gate."""

    name: str
    passes: bool
    edits: tuple[Edit, ...] = ()


def _in_both(old: str, new: str) -> tuple[Edit, ...]:
    return tuple(Edit(f"Pulumi.{stack}.yaml", old, new) for stack in RECORDED_STACKS)


RECORDED_STACKS = ("staging", "production")

_GRACE = "    - {name: grace.hopper, accessGroups: [engineer]}\n"
_ADMINS = f"    - {{name: ada.lovelace, accessGroups: [engineer]}}\n{_GRACE}"

PREPARED_CHANGES = (
    PreparedChange(
        "bucket-added",
        True,
        (
            Edit(
                "estate/data/buckets.py",
                "\nBUCKETS = (\n",
                '\nBUCKETS = (\n    Bucket("cell-notes", Owner.API, DataClass.CUSTOMER, 7),\n',
            ),
        ),
    ),
    PreparedChange(
        "table-key-changed",
        False,
        (
            Edit(
                "estate/data/tables.py", '"experimentId", "userEmail"', '"experimentId", "userMail"'
            ),
        ),
    ),
    PreparedChange("node-type-changed", True, _in_both("r5.large", "r5.xlarge")),
    PreparedChange("admin-removed", False, _in_both(_GRACE, "")),
    PreparedChange("all-admins-removed", False, _in_both(_ADMINS, "")),
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
    PreparedChange(
        "tls-policy-dropped",
        False,
        (
            Edit(
                "components/identity/resource_policies.py",
                'return document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))',
                'return document(_tls_only("s3:ListBucket", [bucket_arn]))',
            ),
        ),
    ),
    PreparedChange(
        "queue-renamed",
        False,
        (Edit("estate/messaging/queues.py", '"queue-job-{sandbox}', '"queue-jobs-{sandbox}'),),
    ),
    PreparedChange(
        "syntax-error", False, (Edit("__main__.py", "import pulumi\n", "import pulumi as\n"),)
    ),
    PreparedChange("nothing", True),
)
"""In `all-admins-removed` only the CI user remains."""
