"""App clients of user pools. A client's id does not contain its pool, which has to be searched."""

from typing import Any

from botocore.exceptions import ClientError

from simulator.plugins.aws.calls import answered, send
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, words

_CLIENT = "aws:cognito/userPoolClient:UserPoolClient"

_NAMES = {"name": "ClientName"}

_MOST_POOLS = 60
"""The maximum number of pools that Cognito lists at once.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html
"""


def _create(aws: Aws, inputs: Props) -> str:
    made = send(aws, "cognito-idp", "CreateUserPoolClient", inputs, _NAMES)
    return made["UserPoolClient"]["ClientId"]


def _read(aws: Aws, client: str) -> Props | None:
    found = _found(aws, client)
    if found is None:
        return None
    return answered(aws, _CLIENT, found, _NAMES)


def _found(aws: Aws, client: str) -> dict[str, Any] | None:
    cognito = aws("cognito-idp")
    for pool in cognito.list_user_pools(MaxResults=_MOST_POOLS)["UserPools"]:
        try:
            clients = cognito.list_user_pool_clients(UserPoolId=pool["Id"])["UserPoolClients"]
        except ClientError as error:
            # The official provider knows the pool, and lists no others.
            if error.response.get("Error", {}).get("Code") == "AccessDeniedException":
                continue
            raise
        if any(one["ClientId"] == client for one in clients):
            answer = cognito.describe_user_pool_client(UserPoolId=pool["Id"], ClientId=client)
            return answer["UserPoolClient"]
    return None


def _update(aws: Aws, client: str, old: Props, new: Props) -> None:
    if old:
        settings = {key: new[key] for key in new if key != "generateSecret"}
        send(aws, "cognito-idp", "UpdateUserPoolClient", settings, _NAMES, ClientId=client)


def _delete(aws: Aws, client: str, state: Props) -> None:
    aws("cognito-idp").delete_user_pool_client(UserPoolId=state["userPoolId"], ClientId=client)


def _imported(aws: Aws, id_: str) -> str:
    pool, found, client = id_.partition("/")
    if not (pool and found):
        raise LookupError(f"wrong format of import id {id_}, use user-pool-id/client-id")
    return client


RESOURCE_TYPES = (
    ResourceType(
        token=_CLIENT,
        create=_create,
        read=unless_gone(_read),
        imported=_imported,
        update=_update,
        delete=_delete,
        # Lists whose order Cognito ignores.
        unordered=words(
            "allowedOauthFlows allowedOauthScopes callbackUrls explicitAuthFlows logoutUrls",
            "readAttributes supportedIdentityProviders writeAttributes",
        ),
        # Cognito returns the secret itself, and nothing for a client without one.
        unreadable=words("generateSecret"),
        secret=words("clientSecret"),
    ),
)
