"""The encryption context that binds a secret in a stack file to its environment."""

from settings import StackSettings


def encryption_context(settings: StackSettings) -> dict[str, str]:
    """Returns the KMS encryption context, so that staging's ciphertext is invalid in production.

    KMS decrypts only with the same context. It is not secret, and CloudTrail logs it.
    https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
    """
    return {"environment": settings.environment.value}
