"""The changes in docs/tasks.md, which are its blocks with `diff` and the name of a file."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = "docs/tasks.md"


@dataclass(frozen=True)
class Task:
    """A change of one file: the lines before and after, and the section that describes it."""

    section: str
    file: str
    before: str
    after: str

    @property
    def of_data_services(self) -> bool:
        """Whether the stack `development` has the declared resource."""
        return self.file.startswith(("estate/data/", "estate/messaging/"))

    @property
    def removes(self) -> bool:
        """Whether the change gives up what other tasks and many tests use."""
        return self.section.startswith("Remove")

    def apply(self, checkout: Path) -> None:
        """Changes the file in a checkout; it must contain the lines exactly once."""
        target = checkout / self.file
        text = target.read_text()
        where = f"{PAGE}, {self.section}: {self.file} must contain once:\n{self.before}"
        assert f"\n{text}".count(f"\n{self.before}") == 1, where
        target.write_text(f"\n{text}".replace(f"\n{self.before}", f"\n{self.after}")[1:])


def tasks(page: str) -> list[Task]:
    """Returns the changes of the page, in order; each diff must name its file."""
    found: list[Task] = []
    for section in re.split(r"(?m)^### ", page)[1:]:
        title = section.partition("\n")[0]
        for file, diff in re.findall(r"(?ms)^```diff *(.*?)\n(.*?)^```$", section):
            assert file, f"{PAGE}, {title}: write the file's name after ```diff"
            found.append(Task(title, file, _side(diff, "-"), _side(diff, "+")))
    return found


def _side(diff: str, mark: str) -> str:
    """Returns the unchanged lines and those with the mark."""
    lines = diff.splitlines(keepends=True)
    return "".join(line[1:] for line in lines if line[0] in (" ", mark))
