"""Corrects moto's S3: uploaded bytes, cross-origin requests and default encryption."""

from simulator.moto_patches.s3 import bodies, cors, encryption, names


def install() -> None:
    """Patch moto in this process."""
    bodies.install()
    cors.install()
    encryption.install()
    names.install()
