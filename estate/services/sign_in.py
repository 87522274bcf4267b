"""User sign-in: the Cognito user pool and the app clients of the pages."""

from estate.arns import buckets
from estate.data.buckets import ORIGINALS
from estate.identity.rights import PolicyStatement
from estate.naming import DEFAULT_SANDBOX, patterned_name, physical_name, sandbox_of
from settings import Environment, StackSettings

USER_POOL = "biomage-user-pool-case-insensitive"
"""The user pool's name, without the environment."""

ATTRIBUTES = ("name", "email")
"""The required attributes at sign-up; `email` is the sign-in name.

Amazon Cognito Developer Guide, "Standard attributes".
"""

CUSTOM_ATTRIBUTES = ("institution",)
"""The optional custom attributes, of at most `CUSTOM_LENGTH` characters."""

CUSTOM_LENGTH = 256

SCOPES = ("phone", "email", "openid", "profile", "aws.cognito.signin.user.admin")
"""The OAuth scopes of the pages: user attributes and self-service changes."""

RETURNS_TO = "/data-management"
"""The path of the callback and sign-out URLs."""


def client_name(settings: StackSettings) -> str:
    """Returns the name of the app client of a sandbox's pages."""
    return patterned_name("biomage-cellscope-cluster-{sandbox}", settings)


def domain_prefix(settings: StackSettings) -> str:
    """Returns the prefix of the pool's domain, `<prefix>.auth.<region>.amazoncognito.com`."""
    if settings.environment is Environment.PRODUCTION:
        return f"biomage-auth{settings.bucket_suffix}"
    return f"{physical_name('biomage-auth', settings)}{settings.bucket_suffix}"


def user_role_name(settings: StackSettings) -> str:
    """Returns the name of the signed-in users' role, at most 64 characters."""
    if sandbox_of(settings) == DEFAULT_SANDBOX:
        return physical_name(f"{USER_POOL}-ui-auth-user-role", settings)
    return patterned_name("ui-auth-user-role-{sandbox}-{environment}", settings)


def own_uploads(settings: StackSettings) -> tuple[str, ...]:
    """Returns the ARN patterns of uploads under the user's Cognito identity id, an IAM variable."""
    return tuple(
        f"{bucket}/${{cognito-identity.amazonaws.com:sub}}/*"
        for bucket in buckets(ORIGINALS.name)(settings)
    )


USER_RIGHTS = (
    PolicyStatement(
        "UploadsUnderTheirOwnId",
        ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"),
        own_uploads,
    ),
)
"""The AWS rights of a signed-in browser; it reads through presigned URLs of the API."""
