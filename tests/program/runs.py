"""The programs that the tests look at, each run once per test process."""

import runpy
from functools import cache

import hypothesis
from hypothesis import Phase

from components.bucket import Bucket, BucketArgs
from components.data_plane import DataPlane
from estate.buckets import Bucket as BucketDeclaration
from settings import DataPlaneSettings
from tests.environments import settings_of
from tests.program.recording import Recording
from tests.program.stand_in import record
from tests.unit.test_settings import ROOT, flat

A_FEW = hypothesis.settings(
    max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None
)
"""For tests that run a program for each example: to seek a smaller one takes hundreds of runs."""


@cache
def whole_program(stack: str, *, preview: bool = False) -> Recording:
    """The program with the committed file of the stack."""
    config = flat((ROOT / f"Pulumi.{stack}.yaml").read_text())
    return record(run_main, stack=stack, config=config, preview=preview)


@cache
def data_plane(environment: str) -> Recording:
    """The component of that name alone, without a stack's file or provider around it."""
    settings = settings_of(environment)
    return record(lambda: DataPlane("data", settings), stack=environment)


def bucket(declaration: BucketDeclaration, settings: DataPlaneSettings) -> Recording:
    """One bucket alone."""
    return record(lambda: Bucket(declaration.name, BucketArgs(declaration, settings)))


def run_main() -> None:
    """What Pulumi's language host does with a program."""
    runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")
