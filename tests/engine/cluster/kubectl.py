"""Runs kubectl in a cluster of a simulated account."""

import json
from pathlib import Path

import yaml

from tests.engine.conftest import Platform


class Kubectl:
    """A user of kubectl, whose token is cached because creating one takes longer than a request."""

    def __init__(self, platform: Platform, kubeconfig: str, folder: Path) -> None:
        config = yaml.safe_load(kubeconfig)
        (user,) = config["users"]
        execute = user["user"].pop("exec")
        token = platform.run(execute["command"], *execute["args"])
        assert token.returncode == 0, token.stderr
        user["user"]["token"] = json.loads(token.stdout)["status"]["token"]
        self._file, self._platform = folder / "kubeconfig", platform
        self._file.write_text(yaml.safe_dump(config))

    def __call__(self, *arguments: str) -> str:
        return self._platform.run("kubectl", "--kubeconfig", str(self._file), *arguments).stdout
