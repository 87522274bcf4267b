"""The next step of a retirement, as paragraphs of the report (docs/tasks.md, "Remove ...")."""

from collections.abc import Iterable, Iterator

from delivery.gate.findings import Findings
from delivery.gate.step import Step
from estate.services.cache import REDIS
from settings import Data, Kind
from settings.retirement import NEVER_KEPT, SEVERAL

_KINDS = {
    "backup.Vault": Kind.BACKUP_VAULT,
    "cognito.IdentityPool": Kind.USER_POOL,
    "cognito.UserPool": Kind.USER_POOL,
    "dynamodb.Table": Kind.TABLE,
    "ecr.Repository": Kind.REPOSITORY,
    "eks.Cluster": Kind.CLUSTER,
    "kms.Alias": Kind.KEY,
    "kms.Key": Kind.KEY,
    "s3.Bucket": Kind.BUCKET,
    "secretsmanager.Secret": Kind.SECRET,
}
"""The kind of a retirement by the type in a label."""

_EVERYTHING = f"{{kind: {Kind.ENVIRONMENT}, data: {Data.KEPT}}}"

_PARTS = {f"{REDIS.name}-token": Kind.CACHE, "cluster-secrets": Kind.CLUSTER}
"""Secrets and keys that belong to another resource, by name."""


def records(refused: Iterable[tuple[str, str]]) -> list[str]:
    """Returns a stack file and the record that retires a resource; takes stacks and labels.

    If both the cluster and the users of a stack would go, this is the record of its environment.
    """
    found: dict[str, list[str]] = {}
    for stack, label in refused:
        found.setdefault(stack, []).append(label)
    return [
        f"Pulumi.{stack}.yaml: - {record}"
        for stack, labels in found.items()
        for record in ([_EVERYTHING] if _is_everything(labels) else _distinct(labels))
    ]


def next_steps(found: Findings) -> Iterator[str]:
    """Yields a sentence about what follows on the steps of a retirement, if the plan has any."""
    steps = {
        one.step for one in (*found.open, *found.acknowledged) if _record(one.label) is not None
    }
    if Step.UNPROTECT in steps:
        yield (
            "**Next step of a retirement:** after this deployment, add `removed: true` to the"
            " record under `cellscope:retired`, in a pull request of its own."
        )
    if steps & {Step.FORGET, Step.DELETE}:
        yield (
            "**After the removal:** remove the declaration and the record under"
            " `cellscope:retired` at any time, in one pull request. To have the resource again,"
            " remove only the record: what was kept is imported, and a secret or key that is"
            " pending deletion is restored."
        )


def _is_everything(labels: Iterable[str]) -> bool:
    kinds = {_KINDS.get(label.partition(" ")[0]) for label in labels}
    return kinds >= {Kind.CLUSTER, Kind.USER_POOL}


def _distinct(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(record for label in labels if (record := _record(label))))


def _record(label: str) -> str | None:
    """Returns the record that retires the resource with a label, if it can be retired."""
    type_, _, name = label.partition(" ")
    kind = _PARTS.get(name) or _KINDS.get(type_)
    if kind is None:
        return None
    named = f", name: {name}" if kind in SEVERAL else ""
    data = Data.DESTROYED if kind in NEVER_KEPT else Data.KEPT
    return f"{{kind: {kind}{named}, data: {data}}}"
