"""IAM OIDC providers, which roles may trust. The id is the ARN."""

from simulator.plugins.aws.calls import changed, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words


def _create_oidc_provider(aws: Aws, inputs: Props) -> str:
    return aws("iam").create_open_id_connect_provider(
        Url=inputs["url"],
        ClientIDList=inputs["clientIdLists"],
        ThumbprintList=inputs.get("thumbprintLists", []),
    )["OpenIDConnectProviderArn"]


def _read_oidc_provider(aws: Aws, arn: str) -> Props:
    answer = aws("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    return {
        "arn": arn,
        "clientIdLists": answer["ClientIDList"],
        "tags": tag_map(answer.get("Tags", [])),
        "thumbprintLists": answer["ThumbprintList"],
        "url": answer["Url"],
    }


def _update_oidc_provider(aws: Aws, arn: str, old: Props, new: Props) -> None:
    # IAM keeps the previous thumbprints if none are given.
    if old and changed(old, new, "thumbprintLists") and new.get("thumbprintLists"):
        aws("iam").update_open_id_connect_provider_thumbprint(
            OpenIDConnectProviderArn=arn, ThumbprintList=new["thumbprintLists"]
        )
    if old and set(old["clientIdLists"]) != set(new["clientIdLists"]):
        raise LookupError(
            f"the simulated account cannot change the clientIdLists of {arn}, because moto has no"
            " call for it; replace the provider"
        )


def _delete_oidc_provider(aws: Aws, arn: str, state: Props) -> None:
    aws("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


RESOURCE_TYPES = (
    ResourceType(
        token="aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        create=_create_oidc_provider,
        read=unless_gone(_read_oidc_provider),
        update=_update_oidc_provider,
        retag=tagging(
            "iam",
            "openIDConnectProviderArn",
            "TagOpenIDConnectProvider",
            "UntagOpenIDConnectProvider",
        ),
        delete=_delete_oidc_provider,
        unordered=words("clientIdLists"),
        # IAM returns the URL without its scheme.
        spelling={"url": lambda url: url and str(url).removeprefix("https://")},
    ),
)
