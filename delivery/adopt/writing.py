"""Writes files completely or not at all, also if the process is killed."""

from pathlib import Path


def write(file: Path, text: str) -> None:
    """Replaces the content of a file, or creates it with its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
