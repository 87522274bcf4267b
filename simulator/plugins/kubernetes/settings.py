"""The provider's settings that are supported for a simulated cluster."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.plugins.aws.shapes import Props

_UNSUPPORTED = {
    "alwaysRender": "rendering to files is not supported",
    "cluster": "choose the cluster with `context`",
    "renderYamlToDirectory": "rendering to files is not supported",
    "skipUpdateUnreachable": "an unreachable simulated cluster is broken: see its log",
}
"""Settings that are refused, because ignoring them would silently change the result."""


@dataclass(frozen=True)
class Settings:
    """The optional behaviours of the provider."""

    config_maps_mutable: bool = False
    secrets_mutable: bool = False
    patch_force: bool = False
    upsert: bool = False
    delete_unreachable: bool = False

    @classmethod
    def of(cls, config: Props) -> "Settings":
        """Returns each setting of a provider's configuration, or else its environment variable.

        The names of the variables are in the parameters' descriptions in `pulumi_kubernetes`.
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
    """Each unsupported setting that is given, with the reason."""
    for name, reason in _UNSUPPORTED.items():
        if config.get(name) not in (None, False, "false", ""):
            yield name, reason
    if str(config.get("enableServerSideApply")).lower() == "false":
        yield "enableServerSideApply", "only server-side apply is supported"


def _is_on(config: Props, name: str, variable: str) -> bool:
    given = config.get(name, os.environ.get(f"PULUMI_K8S_{variable}", ""))
    return str(given).lower() == "true"
