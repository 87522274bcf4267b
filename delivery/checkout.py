"""The Git checkout that is deployed."""

import subprocess

from delivery.command import DeliveryError
from delivery.pulumi_cli import PROJECT


class CheckoutError(DeliveryError):
    """The current folder is not a Git checkout."""


def checked_out_commit() -> str:
    """Returns the complete id of the checked out commit; raises CheckoutError."""
    git = ["git", "rev-parse", "HEAD"]
    try:
        done = subprocess.run(git, cwd=PROJECT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        raise CheckoutError(
            f"{PROJECT.absolute()} is not a Git checkout. Run this in the checkout to deploy."
        ) from None
    return done.stdout.strip()
