"""A project whose CLI answers from values, without an engine."""

import json
from pathlib import Path
from typing import Any

from delivery.pulumi_cli import Cli

Typed = tuple[str, str]
"""The type and the id of a resource, whose name is its id, too."""


class Project(Cli):
    """The CLI of a project in a folder; the stack staging exists and has the given resources."""

    def __init__(self, project: Path, *resources: Typed, exists: bool = True) -> None:
        super().__init__(project)
        if not (project / "Pulumi.yaml").exists():
            (project / "Pulumi.yaml").write_text("{name: cellscope, runtime: python}")
        if exists:
            stacks = project / ".pulumi" / "stacks" / "cellscope"
            stacks.mkdir(parents=True, exist_ok=True)
            (stacks / "staging.json").write_text("{}")
        self.rows = [
            {"urn": urn_of(type_, id_), "type": type_, "id": id_} for type_, id_ in resources
        ]

    def output(self, *arguments: str, text: str | None = None) -> str:
        if arguments == ("whoami", "--json"):
            return json.dumps({"url": self.project.resolve().as_uri()})
        assert arguments == ("stack", "export", "-s", "staging")
        return json.dumps({"deployment": {"resources": self.rows}})


def urn_of(type_: str, id_: str) -> str:
    """The URN of a resource whose name is its id."""
    return f"urn:pulumi:staging::cellscope::{type_}::{id_}"


def plan_import(project: Path, *resources: Typed) -> None:
    """Writes the file with the resources to import."""
    folder = project / "adoption" / "staging"
    folder.mkdir(parents=True)
    rows = [
        {
            "urn": urn_of(type_, id_),
            "type": type_,
            "name": f"{type_.rpartition(':')[2]} {id_}",
            "id": id_,
        }
        for type_, id_ in resources
    ]
    component = {
        "urn": urn_of("cellscope:data:Bucket", "data"),
        "type": "cellscope:data:Bucket",
        "name": "data.Bucket data",
        "component": True,
    }
    (folder / "import.json").write_text(json.dumps({"resources": [component, *rows]}))


def no_aws(service: str) -> Any:
    raise AssertionError(f"{service} is not needed")
