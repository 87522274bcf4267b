"""The sign-in of the pages of one sandbox."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import cognito, iam

from components.identity.platform_policies import identity_pool_trust_policy
from components.identity.role_documents import permissions_document
from components.options import child, data_store
from estate.account.account import boundary_arn
from estate.ownership import Owner, ownership_tags
from estate.services.sign_in import RETURNS_TO, SCOPES, USER_RIGHTS, client_name, user_role_name
from settings import Kind, StackSettings

_SIGNED_IN_HOURS = 1
_REMEMBERED_DAYS = 30
"""The default token lifetimes of Cognito, set explicitly.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""


@dataclass(frozen=True)
class SignInArgs:
    """The stack's settings, the user pool, and the URLs of the pages without a path.

    `pool_endpoint` is the issuer of the pool's tokens, without `https://`.
    """

    settings: StackSettings
    pool_id: Input[str]
    pool_endpoint: Input[str]
    pages: tuple[Input[str], ...]


class SignIn(ComponentResource):
    """An app client of the user pool, and the AWS rights of signed-in users.

    Creates `aws.cognito.UserPoolClient`, `IdentityPool` and `IdentityPoolRoleAttachment`, and
    `aws.iam.Role` with `RolePolicy` for signed-in users; guests have no role.

    Outputs: `client_id`, `identity_pool_id`.
    """

    def __init__(self, name: str, args: SignInArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:services:SignIn", name, None, opts)
        back = [Output.concat(page, RETURNS_TO) for page in args.pages]
        client = cognito.UserPoolClient(
            name,
            name=client_name(args.settings),
            user_pool_id=args.pool_id,
            # A page cannot keep a secret; the code flow with PKCE needs none (RFC 7636).
            generate_secret=False,
            allowed_oauth_flows=["code"],
            allowed_oauth_flows_user_pool_client=True,
            allowed_oauth_scopes=list(SCOPES),
            callback_urls=back,
            logout_urls=back,
            supported_identity_providers=["COGNITO"],
            explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
            prevent_user_existence_errors="ENABLED",
            enable_token_revocation=True,
            access_token_validity=_SIGNED_IN_HOURS,
            id_token_validity=_SIGNED_IN_HOURS,
            refresh_token_validity=_REMEMBERED_DAYS,
            token_validity_units={
                "access_token": "hours",
                "id_token": "hours",
                "refresh_token": "days",
            },
            opts=child(self),
        )
        pool = cognito.IdentityPool(
            name,
            identity_pool_name=client_name(args.settings),
            allow_unauthenticated_identities=False,
            allow_classic_flow=False,
            cognito_identity_providers=[
                {
                    "client_id": client.id,
                    "provider_name": args.pool_endpoint,
                    "server_side_token_check": True,
                }
            ],
            tags=ownership_tags(Owner.UI),
            # A replaced pool would change all identity ids, which are part of the upload paths.
            opts=data_store(self, args.settings, Kind.USER_POOL),
        )
        cognito.IdentityPoolRoleAttachment(
            name,
            identity_pool_id=pool.id,
            roles={"authenticated": self._role(name, args, pool.id)},
            # The provider replaces it if the roles change, and its delete removes all roles of the
            # pool, also those of the replacement. The pool's deletion removes them anyway.
            opts=ResourceOptions(parent=self, retain_on_delete=True),
        )
        self.client_id: Output[str] = client.id
        self.identity_pool_id: Output[str] = pool.id
        self.register_outputs(
            {"client_id": self.client_id, "identity_pool_id": self.identity_pool_id}
        )

    def _role(self, name: str, args: SignInArgs, pool_id: Output[str]) -> Output[str]:
        role = iam.Role(
            name,
            name=user_role_name(args.settings),
            description="Rights of a signed-in user's browser",
            assume_role_policy=pool_id.apply(
                lambda known: json.dumps(identity_pool_trust_policy(known))
            ),
            permissions_boundary=boundary_arn(args.settings),
            tags=ownership_tags(Owner.UI),
            opts=child(self),
        )
        iam.RolePolicy(
            name,
            name="uploads",
            role=role.name,
            policy=json.dumps(permissions_document(USER_RIGHTS, args.settings)),
            opts=child(self),
        )
        return role.arn
