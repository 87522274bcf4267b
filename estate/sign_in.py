"""How users sign in: the pool that knows them, and what pages of a sandbox ask it (estate, 9)."""

from estate.arns import buckets
from estate.naming import DEFAULT_SANDBOX, patterned_name, physical_name, sandbox_of
from estate.rights import PolicyStatement
from settings import Environment, StackSettings

USER_POOL = "biomage-user-pool-case-insensitive"
"""The pool's name without environment."""

ATTRIBUTES = ("name", "email")
"""What everybody must say when signing up; `email` is how they sign in (Cognito guide, "Standard
attributes")."""

CUSTOM_ATTRIBUTES = ("institution",)
"""What somebody may say besides, at most so many characters as `CUSTOM_LENGTH`."""

CUSTOM_LENGTH = 256

SCOPES = ("phone", "email", "openid", "profile", "aws.cognito.signin.user.admin")
"""What pages may ask about whoever signed in, and let him or her change (estate, 9)."""

RETURNS_TO = "/data-management"
"""The path to which users come back after signing in or out (estate, 9)."""

UPLOADS = "biomage-originals"
"""The bucket to which browsers send what users bring."""


def client_name(settings: StackSettings) -> str:
    """The app client of a sandbox's pages."""
    return patterned_name("biomage-cellscope-cluster-{sandbox}", settings)


def domain_prefix(settings: StackSettings) -> str:
    """Where the pool's own pages are, `<prefix>.auth.<region>.amazoncognito.com`."""
    if settings.environment is Environment.PRODUCTION:
        return f"biomage-auth{settings.bucket_suffix}"
    return f"{physical_name('biomage-auth', settings)}{settings.bucket_suffix}"


def user_role_name(settings: StackSettings) -> str:
    """The role of whoever is signed in; a sandbox's is shorter, since IAM takes 64 characters."""
    if sandbox_of(settings) == DEFAULT_SANDBOX:
        return physical_name(f"{USER_POOL}-ui-auth-user-role", settings)
    return patterned_name("ui-auth-user-role-{sandbox}-{environment}", settings)


def own_uploads(settings: StackSettings) -> tuple[str, ...]:
    """What lies under the id that Cognito knows a signed-in user by; IAM fills that id in."""
    return tuple(
        f"{bucket}/${{cognito-identity.amazonaws.com:sub}}/*"
        for bucket in buckets(UPLOADS)(settings)
    )


USER_RIGHTS = (
    PolicyStatement(
        "UploadsUnderTheirOwnId",
        ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"),
        own_uploads,
    ),
)
"""All that a signed-in browser may do in AWS; it reads by links that the api signs."""
