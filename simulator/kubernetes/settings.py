"""The provider's own settings, as far as they mean something in front of a simulated cluster."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.provider.shapes import Props

_UNSUPPORTED = {
    "alwaysRender": "nothing is rendered here",
    "cluster": "choose the cluster by `context`",
    "renderYamlToDirectory": "nothing is rendered here",
    "skipUpdateUnreachable": "a cluster that is unreachable here is broken: see its log",
}
"""Settings that would silently change what happens, if they were accepted and ignored."""


@dataclass(frozen=True)
class Settings:
    """What the provider does differently when told to."""

    config_maps_mutable: bool = False
    secrets_mutable: bool = False
    patch_force: bool = False
    upsert: bool = False
    delete_unreachable: bool = False

    @classmethod
    def of(cls, config: Props) -> "Settings":
        """The settings of a provider's configuration, else of the environment.

        The variables' names are those of the parameters' descriptions in `pulumi_kubernetes`.
        """
        return cls(
            config_maps_mutable=_is_on(
                config, "enableConfigMapMutable", "ENABLE_CONFIGMAP_MUTABLE"
            ),
            secrets_mutable=_is_on(config, "enableSecretMutable", "ENABLE_SECRET_MUTABLE"),
            patch_force=_is_on(config, "enablePatchForce", "ENABLE_PATCH_FORCE"),
            upsert=_is_on(config, "upsertExistingObjects", "UPSERT_EXISTING_OBJECTS"),
            delete_unreachable=_is_on(config, "deleteUnreachable", "DELETE_UNREACHABLE"),
        )


def unsupported(config: Props) -> Iterator[tuple[str, str]]:
    """Each setting that the stand-in does not have, and the reason."""
    for name, reason in _UNSUPPORTED.items():
        if config.get(name) not in (None, False, "false", ""):
            yield name, reason
    if str(config.get("enableServerSideApply")).lower() == "false":
        yield "enableServerSideApply", "objects are applied on the server's side only"


def _is_on(config: Props, name: str, variable: str) -> bool:
    given = config.get(name, os.environ.get(f"PULUMI_K8S_{variable}", ""))
    return str(given).lower() == "true"
