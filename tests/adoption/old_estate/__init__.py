"""The estate of 2022 in a simulated account, made as its team made it.

CloudFormation's stacks, eksctl's stacks and commands, and what people made by hand, with the names,
properties and faults of that time. The templates are written for these tests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from simulator.account.account import Account
from tests.adoption.old_estate import by_hand, cluster
from tests.adoption.old_estate.contents import checksums, fill
from tests.adoption.old_estate.people import People
from tests.adoption.old_estate.stacks import deploy, template


@dataclass(frozen=True)
class Old:
    """The estate of one environment.

    `stacks` are the names of CloudFormation's stacks in the order of their creation. `checksums`
    has the SHA-256 of the contents of each table (`table/NAME`) and bucket (`bucket/NAME`).
    """

    environment: str
    stacks: tuple[str, ...]
    people: People
    checksums: Mapping[str, str] = field(repr=False)

    @property
    def cluster(self) -> str:
        """The name of the cluster."""
        return cluster.name_of(self.environment)


def build(account: Account, environment: str) -> Old:
    """Make the estate of `staging` or `production` in a running account.

    The second environment in an account uses what the first one made for both. Raises OldStackError
    if a stack cannot be created.
    """
    people = People.of(environment)
    stacks = tuple(_stacks(account, environment, people))
    fill(account, environment)
    return Old(environment, stacks, people, checksums(account, environment))


def _stacks(account: Account, environment: str, people: People) -> Iterator[str]:
    """Make everything; yields the names of the stacks."""
    by_environment = {"Environment": environment}
    if name := by_hand.users(account, people):
        yield name
    by_hand.zone_and_images(account)
    yield from cluster.stacks(account, environment)
    issuer = cluster.issuer(account, environment)
    for file in sorted(template("access").glob("irsa-*.yaml")):
        given = {**by_environment, "OidcProvider": issuer}
        yield deploy(account, f"biomage-{file.stem}-{environment}", file, given)
    for name, file in _NAMED.items():
        yield deploy(account, name.format(environment), template(file), by_environment)
    by_hand.join_groups(account, environment, people)
    cluster.finish(account, environment, people)


_NAMED = {
    "biomage-s3-{}": "data/s3.yaml",
    "biomage-dynamo-{}": "data/dynamo.yaml",
    "biomage-redis-{}": "data/redis.yaml",
    "biomage-sqs-{}": "services/sqs.yaml",
    "biomage-sns-{}": "services/sns.yaml",
    "biomage-cognito-case-insensitive-{}": "services/cognito-case-insensitive.yaml",
    "biomage-canary-{}": "services/canary.yaml",
    "biomage-engineer-access-{}": "access/engineer-access.yaml",
    "biomage-bioinformatics-data-ingest-access-{}": "access/bioinformatics-data-ingest-access.yaml",
    "biomage-state-machine-role-{}": "platform/state-machine-role.yaml",
    "biomage-k8s-alb-{}": "platform/loadbalancer.yaml",
    "biomage-alb-route53-{}": "platform/route53.yaml",
}
"""The templates by the names of their stacks, with a gap for the environment."""
