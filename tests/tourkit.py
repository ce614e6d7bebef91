"""The tour of the first hour as its page tells it: its commands, and what it says that they
show.
"""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parent.parent / "docs"
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A block of commands, each its words after `tradedept`, and the lines that they show."""

    commands: list[list[str]]
    shown: list[str]


def page(language: str) -> str:
    """The page's text."""
    return (DOCS / language / "first-hour.md").read_text(encoding="utf-8")


def files(language: str) -> list[Path]:
    """The files that the tour imports."""
    return sorted((DOCS / language / "first-hour").iterdir())


def steps(language: str) -> list[Step]:
    """The page's blocks of commands in their order."""
    found: list[Step] = []
    for kind, text in _BLOCK.findall(page(language)):
        lines = text.splitlines()
        if kind == "text":
            found[-1].shown.extend(lines)
            continue
        words = [shlex.split(line) for line in lines]
        assert all(line[0] == "tradedept" for line in words), text
        found.append(Step([line[1:] for line in words], []))
    return found
