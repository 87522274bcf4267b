"""The files under version control, and copies of them.

Other files, such as a sandbox's stack file or an editor's backup, must not change a test.
"""

import shutil
import subprocess
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def _names() -> tuple[str, ...]:
    listed = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    return tuple(name for name in listed if (ROOT / name).is_file())


def tracked(pattern: str) -> list[Path]:
    """Returns the files whose path in the checkout matches, sorted; `*` also matches slashes."""
    return sorted(ROOT / name for name in _names() if fnmatchcase(name, pattern))


def copy_of_checkout(folder: Path) -> Path:
    """Copies the files under version control to `folder`, as a repository of its own."""
    for name in _names():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    # After `add`, because .gitignore names the folders and not links to them.
    for name in (".venv", ".tools"):
        (folder / name).symlink_to(ROOT / name)
    return folder
