"""Identity pools, which issue AWS credentials, and, as records, the roles of those credentials."""

from simulator.plugins.aws.calls import answered, send
from simulator.plugins.aws.records import recorded
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words

_POOL = "aws:cognito/identityPool:IdentityPool"

_NAMES = {
    "openidConnectProviderArns": "OpenIdConnectProviderARNs",
    "samlProviderArns": "SamlProviderARNs",
    "tags": "IdentityPoolTags",
}
"""Properties of a pool that have another name in Cognito's API."""


def _create(aws: Aws, inputs: Props) -> str:
    return send(aws, "cognito-identity", "CreateIdentityPool", inputs, _NAMES)["IdentityPoolId"]


def _read(aws: Aws, pool: str) -> Props:
    found = aws("cognito-identity").describe_identity_pool(IdentityPoolId=pool)
    return {
        **answered(aws, _POOL, found, _NAMES),
        "arn": f"arn:aws:cognito-identity:{aws.region}:{aws.account_id}:identitypool/{pool}",
    }


def _update(aws: Aws, pool: str, old: Props, new: Props) -> None:
    if old:
        send(aws, "cognito-identity", "UpdateIdentityPool", new, _NAMES, IdentityPoolId=pool)


RESOURCE_TYPES = (
    ResourceType(
        token=_POOL,
        create=_create,
        read=unless_gone(_read),
        update=_update,
        # An update includes the tags.
        retag=lambda aws, pool, dropped, kept: None,
        delete=lambda aws, pool, state: aws("cognito-identity").delete_identity_pool(
            IdentityPoolId=pool
        ),
        # Default of the Terraform AWS provider's aws_cognito_identity_pool.
        defaults={"allowClassicFlow": False},
        # moto does not store it.
        unreadable=words("allowClassicFlow"),
    ),
    recorded(
        "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
        identify=lambda inputs: inputs["identityPoolId"],
        arn=lambda aws, id_: id_,
        # SetIdentityPoolRoles overwrites the roles of a pool.
        may_be_there=True,
    ),
)
