"""Effects of changes of the sign-in of users."""

from collections.abc import Mapping

from delivery.gate.impact.comparisons import (
    becomes,
    changed,
    disabled,
    enabled,
    fewer,
    items_removed,
)
from delivery.gate.impact.impact import Comparison, Impact, lost
from delivery.gate.step import Step

_COGNITO = "https://docs.aws.amazon.com/cognito/latest/developerguide"
_CLIENTS = f"{_COGNITO}/user-pool-settings-client-apps.html"
_DOMAINS = f"{_COGNITO}/cognito-user-pools-assign-domain.html"
_PROVIDERS = f"{_COGNITO}/cognito-user-pools-identity-federation.html"
_SMS = (
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference"
    "/API_SmsConfigurationType.html"
)
_REFUSED = "Cognito refuses requests for them, so users cannot sign in this way"


def _sign_in(path: str, detect: Comparison, effect: str, source: str = _CLIENTS) -> Impact:
    return Impact(Step.INTERRUPT_SIGN_IN, path, detect, effect, source)


SIGN_IN_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:cognito/userPool:UserPool": (
        _sign_in(
            "mfaConfiguration",
            becomes("ON"),
            "users without a second factor must set one up at the next sign-in",
            f"{_COGNITO}/user-pool-settings-mfa.html",
        ),
        _sign_in(
            "adminCreateUserConfig.allowAdminCreateUserOnly",
            enabled,
            "new users can no longer sign up themselves",
            f"{_COGNITO}/signing-up-users-in-your-app.html",
        ),
        _sign_in(
            "lambdaConfig",
            changed,
            "other functions decide about sign-up and sign-in; an error in them stops both",
            f"{_COGNITO}/cognito-user-identity-pools-working-with-aws-lambda-triggers.html",
        ),
        _sign_in(
            "smsConfiguration",
            changed,
            "users who sign in with codes by SMS receive none if the new role does not work",
            _SMS,
        ),
    ),
    "aws:cognito/userPoolClient:UserPoolClient": (
        lost(
            Step.INTERRUPT_SIGN_IN,
            "pages have the id of a client that no longer exists: all users must sign in again,"
            " after the pages have the new id",
            _CLIENTS,
            part_of=("userPoolId",),
        ),
        _sign_in(
            "callbackUrls",
            items_removed,
            "users who sign in from a page with this URL see an error of Cognito",
        ),
        _sign_in(
            "logoutUrls",
            items_removed,
            "users who sign out from a page with this URL see an error of Cognito",
        ),
        *(
            _sign_in(path, items_removed, _REFUSED)
            for path in (
                "allowedOauthFlows",
                "allowedOauthScopes",
                "explicitAuthFlows",
                "supportedIdentityProviders",
            )
        ),
        _sign_in("allowedOauthFlowsUserPoolClient", disabled, _REFUSED),
        _sign_in(
            "refreshTokenValidity", fewer(30), "users who return must sign in again after less time"
        ),
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": (
        lost(
            Step.INTERRUPT_SIGN_IN,
            "the sign-in page has no address, or another one that pages do not know yet",
            _DOMAINS,
            part_of=("userPoolId",),
        ),
        _sign_in(
            "certificateArn",
            changed,
            "the sign-in page may be unavailable while its distribution changes",
            _DOMAINS,
        ),
    ),
    "aws:cognito/identityProvider:IdentityProvider": (
        lost(
            Step.INTERRUPT_SIGN_IN,
            "its users cannot sign in",
            _PROVIDERS,
            part_of=("userPoolId",),
        ),
        _sign_in(
            "providerDetails",
            changed,
            "its users cannot sign in if the new details do not match",
            _PROVIDERS,
        ),
        _sign_in(
            "attributeMapping",
            changed,
            "its users may lack attributes that pages need",
            f"{_COGNITO}/cognito-user-pools-specifying-attribute-mapping.html",
        ),
    ),
    "aws:cognito/identityPool:IdentityPool": (
        Impact(
            Step.INTERRUPT_SIGN_IN,
            "cognitoIdentityProviders",
            items_removed,
            "users who signed in with this client receive no AWS credentials, so uploads fail",
            f"{_COGNITO}/identity-pools.html",
            part_of=("cognitoIdentityProviders",),
        ),
        _sign_in(
            "allowUnauthenticatedIdentities",
            disabled,
            "guests receive no AWS credentials",
            f"{_COGNITO}/identity-pools.html",
        ),
    ),
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": (
        _sign_in(
            "roles",
            items_removed,
            "users of this kind receive no AWS credentials",
            f"{_COGNITO}/role-based-access-control.html",
        ),
    ),
}
