"""Finds what a stack takes from another: domains, URLs, networks, secrets."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from settings.domain import Domain
from settings.models import AnySettings, DataServicesSettings, PlatformSettings
from settings.network import ExistingNetwork
from settings.problems import Problem


def taken(settings: AnySettings, others: Mapping[str, AnySettings]) -> Iterator[Problem]:
    """Yields a problem for each value of a stack that belongs to another.

    `others` are the settings of the other stacks by name.
    """
    for stack, other in others.items():
        if isinstance(settings, PlatformSettings) and isinstance(other, PlatformSettings):
            yield from _domains(settings.domain, other.domain, stack)
            yield from _networks(settings, other, stack)
            yield from _subnets(settings.existing_network, other.existing_network, stack)
            yield from _secrets(settings.secrets, other.secrets, stack)
        if isinstance(settings, DataServicesSettings) and isinstance(other, DataServicesSettings):
            yield from _urls(settings, other, stack)


def _domains(own: Domain | None, other: Domain | None, stack: str) -> Iterator[Problem]:
    """A domain has the records of its name and of all names below it."""
    if own and other and _overlap(own.name, other.name):
        text = f"has DNS names in common with {other.name} of {stack}. Choose a name beside it."
        yield _problem(("domain", "name"), text, own.name)


def _networks(own: PlatformSettings, other: PlatformSettings, stack: str) -> Iterator[Problem]:
    """Networks that overlap cannot be peered, and the range of a VPC cannot be changed.

    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
    """
    if own.network and other.network and own.network.cidr.overlaps(other.network.cidr):
        text = f"overlaps {other.network.cidr} of {stack}, so that the two cannot be peered."
        yield _problem(("network", "cidr"), f"{text} Choose another.", str(own.network.cidr))


def _subnets(
    own: ExistingNetwork | None, other: ExistingNetwork | None, stack: str
) -> Iterator[Problem]:
    """The tags of a subnet lead the load balancers of one cluster to it."""
    if own and other:
        theirs = {*other.private_subnet_ids, *other.public_subnet_ids}
        for key, subnets in (
            ("privateSubnetIds", own.private_subnet_ids),
            ("publicSubnetIds", own.public_subnet_ids),
        ):
            for index, subnet in enumerate(subnets):
                if subnet in theirs:
                    text = f"is also a subnet of {stack}. Choose another."
                    yield _problem(("existingNetwork", key, index), text, subnet)


def _secrets(own: Mapping[str, str], other: Mapping[str, str], stack: str) -> Iterator[Problem]:
    """The encryption context names the environment, so only one can decrypt a ciphertext."""
    for name in sorted(own):
        if own[name] in other.values():
            text = f"is encrypted for {stack}. Write the output of `python -m delivery secret"
            yield _problem(("secrets", name), f"{text} encrypt` for this stack.")


def _urls(own: DataServicesSettings, other: DataServicesSettings, stack: str) -> Iterator[Problem]:
    """The URLs of an environment are its own, and not in the domain of another."""
    domain, theirs = _domain(own), _domain(other)
    if domain and theirs and _overlap(domain, theirs):
        return  # the problem of the domains is also that of their URLs
    used = {_host(url): path[0] for path, url in _named_urls(other).items()}
    named = _named_urls(own)
    for path, url in [*named.items(), *_origins(own).items()]:
        if theirs and _within(_host(url), theirs):
            yield _problem(path, f"is in the domain {theirs} of {stack}. Choose another.", url)
        elif path in named and (key := used.get(_host(url))):
            yield _problem(path, f"has the host name of {key} of {stack}. Choose another.", url)


def _domain(settings: DataServicesSettings) -> str | None:
    domain = settings.domain if isinstance(settings, PlatformSettings) else None
    return domain and domain.name


def _named_urls(settings: DataServicesSettings) -> dict[tuple[str | int, ...], str]:
    public = settings.public_url if isinstance(settings, PlatformSettings) else None
    named = {"apiUrl": settings.api_url} | ({"publicUrl": public} if public else {})
    return {(key,): url for key, url in named.items()}


def _origins(settings: DataServicesSettings) -> dict[tuple[str | int, ...], str]:
    return {("uiOrigins", index): one for index, one in enumerate(settings.ui_origins)}


def _host(url: str) -> str:
    """Returns the host name of a URL; the same name with another port is the same record."""
    return urlsplit(url).hostname or ""


def _overlap(one: str, other: str) -> bool:
    return _within(one, other) or _within(other, one)


def _within(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")


def _problem(path: tuple[str | int, ...], text: str, *value: str) -> Problem:
    return Problem((f"cellscope:{path[0]}", *path[1:]), text, (value[0],) if value else None)
