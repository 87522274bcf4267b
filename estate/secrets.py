"""How secrets in public are bound to the environment that they are for."""

from settings import StackSettings


def encryption_context(settings: StackSettings) -> dict[str, str]:
    """What a ciphertext is bound to: nobody can move staging's into production's file.

    KMS decrypts only for who says the same words (KMS guide, "Encryption context"); they are no
    secret, and CloudTrail shows them.
    """
    return {"environment": settings.environment.value}
