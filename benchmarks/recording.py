"""`python -m benchmarks.recording FOLDER STACK`: run a program, print its declarations as JSON.

No engine is needed. It runs as a separate process because modules and Pulumi's runtime are global.
"""

import asyncio
import json
import runpy
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import pulumi
import yaml
from pulumi.runtime import mocks, set_all_config
from pulumi.runtime.stack import run_pulumi_func

from benchmarks.declared import Declared
from benchmarks.recorder import Recorder


async def _record(folder: Path, stack: str) -> list[Declared]:
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    config = yaml.safe_load((folder / f"Pulumi.{stack}.yaml").read_text()).get("config", {})
    recorder = Recorder()
    mocks.set_mocks(recorder.mocks, project["name"], stack, preview=False, monitor=recorder)
    set_all_config(_flat(project, config))
    pulumi.runtime.register_stack_transformation(recorder.construct)
    await run_pulumi_func(lambda: cast(Any, runpy.run_path(str(folder / "__main__.py"))))
    return await recorder.declared()


def _flat(project: dict[str, Any], config: dict[str, Any]) -> dict[str, str]:
    """Pulumi's config as the engine passes it: the stack's over the project's, as strings."""
    texts: dict[str, str] = {}
    for key, entry in project.get("config", {}).items():
        value = entry.get("default", entry.get("value"))
        texts[key if ":" in key else f"{project['name']}:{key}"] = value
    return {
        key: value if isinstance(value, str) else "" if value is None else json.dumps(value)
        for key, value in (texts | config).items()
    }


if __name__ == "__main__":
    declared = asyncio.run(_record(Path(sys.argv[1]), sys.argv[2]))
    print(json.dumps([asdict(each) for each in declared]))
