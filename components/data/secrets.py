"""The secrets of an environment's services, which are encrypted in its stack file."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import secretsmanager

from components.options import child, data_store
from estate.naming import physical_name
from estate.ownership import DataClass, Owner, ownership_tags
from settings import Kind, PlatformSettings, is_removed


@dataclass(frozen=True)
class SecretsArgs:
    """The stack's settings, whose secrets are ciphertexts, and the plaintexts; both by name."""

    settings: PlatformSettings
    plaintexts: Mapping[str, Output[str]]


class Secrets(ComponentResource):
    """Creates `aws.secretsmanager.Secret` with its `SecretVersion` for each secret.

    A changed ciphertext replaces the version; a changed plaintext is ignored. Previews therefore
    need no right to decrypt, and show no difference.

    Outputs: `arns` by name.
    """

    def __init__(self, name: str, args: SecretsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:data:Secrets", name, None, opts)
        settings = args.settings
        self.arns: dict[str, Output[str]] = {}
        for secret_name, ciphertext in settings.secrets.items():
            if is_removed(settings, Kind.SECRET, secret_name):
                continue
            secret = secretsmanager.Secret(
                secret_name,
                name=physical_name(secret_name, settings),
                tags=ownership_tags(Owner.PLATFORM, DataClass.OPERATIONS),
                opts=data_store(self, settings, Kind.SECRET, secret_name),
            )
            secretsmanager.SecretVersion(
                f"{secret_name}-{sha256(ciphertext.encode()).hexdigest()[:8]}",
                secret_id=secret.id,
                secret_string=args.plaintexts[secret_name],
                opts=ResourceOptions.merge(
                    child(self), ResourceOptions(ignore_changes=["secretString"])
                ),
            )
            self.arns[secret_name] = secret.arn
        self.register_outputs({"arns": self.arns})
