"""AWS's quotas that only its APIs check, with AWS's errors.

A check reads the parameters of a request before moto answers it, and raises the service's error.
"""

from simulator.moto_patches.quotas import documents, eks, iam


def install() -> None:
    """Patch moto in this process."""
    documents.install()
    eks.install()
    iam.install()
