"""The Pulumi program: loads the settings, creates the stack's resources, exports its outputs."""

import gc

import pulumi

import settings
from estate.checks import check

# Mistakes end the program here, before the packages that create resources are loaded.
SETTINGS = settings.load()
check(SETTINGS)

from components.outputs import exported  # noqa: E402

# By default the garbage collector scans the SDK's thousands of live objects very often, which takes
# up to a fifth of a preview's time (benchmarks/). Most objects live as long as the program.
gc.freeze()
gc.set_threshold(50_000)

# Each import is slow, and a stack needs only one.
match SETTINGS:
    case settings.PlatformSettings() if settings.is_removed(SETTINGS, settings.Kind.ENVIRONMENT):
        # The engine deletes what the stack has, or no longer manages it.
        outputs = {}
    case settings.AccountSettings():
        from stacks.account import account

        outputs = account(SETTINGS)
    case settings.PlatformSettings():
        from stacks.environment import environment

        outputs = environment(SETTINGS)
    case settings.SandboxSettings():
        from stacks.sandbox import sandbox

        outputs = sandbox(SETTINGS)
    case settings.DataServicesSettings():
        from stacks.development import development

        outputs = development(SETTINGS)

for name, value in exported(outputs).items():
    pulumi.export(name, value)
