"""The real provider's binary, from a Terraform filesystem mirror or from `terraform init`."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

VERSION = "6.47.1"
"""The recorded version. pulumi-aws 7.51.1 is generated from the same 6.x line."""

MIRROR = "TERRAFORM_MIRROR"
"""The environment variable with the folder of a filesystem mirror.

https://developer.hashicorp.com/terraform/cli/commands/providers/mirror
"""

_SOURCE = "hashicorp/aws"
_PATTERN = f"**/{_SOURCE}/*/*/terraform-provider-aws_v*"
_VERSION = re.compile(r"_v(\d+\.\d+\.\d+)")


class MissingBinaryError(Exception):
    """The provider's binary is not available; the message says how to make it so."""


@contextmanager
def provider_binary() -> Generator[Path]:
    """The path of the provider's binary.

    Raises MissingBinaryError if neither the mirror nor the terraform command has it.
    """
    if mirror := os.environ.get(MIRROR):
        yield _in_mirror(Path(mirror))
    elif shutil.which("terraform"):
        with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
            yield _installed(Path(folder))
    else:
        raise MissingBinaryError(
            f"the provider {_SOURCE} {VERSION} is not available: set {MIRROR} to the folder of a"
            " Terraform filesystem mirror, or install terraform"
        )


def version_of(binary: Path) -> str:
    """The version in a binary's name, such as `6.47.1`."""
    found = _VERSION.search(binary.name)
    return found[1] if found else ""


def _in_mirror(mirror: Path) -> Path:
    found = [file for file in sorted(mirror.glob(_PATTERN)) if os.access(file, os.X_OK)]
    if not found:
        raise MissingBinaryError(
            f"{MIRROR}={mirror}: there is no {_SOURCE}/VERSION/OS_ARCH/terraform-provider-aws_v…;"
            " fill the folder with `terraform providers mirror`"
        )
    return next((file for file in found if version_of(file) == VERSION), found[-1])


def _installed(folder: Path) -> Path:
    required = {"aws": {"source": _SOURCE, "version": VERSION}}
    settings = {"terraform": {"required_providers": required}}
    (folder / "main.tf.json").write_text(json.dumps(settings))
    command = ["terraform", f"-chdir={folder}", "init", "-input=false", "-no-color"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        errors = [line for line in run.stderr.splitlines() if line.startswith("Error: ")]
        reason = errors[0].removeprefix("Error: ") if errors else run.stderr.strip()
        raise MissingBinaryError(f"`terraform init` of {_SOURCE} {VERSION} failed: {reason}")
    return _in_mirror(folder / ".terraform" / "providers")
