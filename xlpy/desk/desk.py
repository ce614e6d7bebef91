"""What a button needs of the person in front of the screen: questions, messages, a file's name, a
line of progress.

Each spreadsheet program has a desk of its own; `Prepared` answers by itself, where nobody sits in
front.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Raws = Mapping[str, Any]
"""Tables by key, as they are read from a workbook."""


class Copying(Protocol):
    """A copy of the open workbook that is being made, as it stood when that was begun."""

    raws: Raws
    """What was read for it."""

    def save(self, path: Path) -> None:
        """Write it, once it is ready. Raises FileError when it cannot be written."""

    def drop(self) -> None:
        """Let go of it, saved or not."""


class Desk(Protocol):
    """The person's side. `key` names a question for those who answer by program."""

    modified: bool
    """Whether the open workbook holds something that is not saved."""

    @property
    def user(self) -> str:
        """Who sits there, as the program knows them."""

    @property
    def read_only(self) -> bool:
        """Whether the open workbook cannot be saved where it is."""

    def tell(self, title: str, text: str) -> None:
        """A message that is read and put away."""

    def fail(self, title: str, text: str) -> None:
        """A message that something was not done."""

    def show(self, title: str, text: str) -> None:
        """A long text to scroll, copy and keep."""

    def confirm(self, key: str, title: str, text: str) -> bool:
        """Whether to go on."""

    def ask(
        self, key: str, title: str, prompt: str, default: str = "", options: Sequence[str] = ()
    ) -> str | None:
        """One line of text, chosen from `options` or typed; None when the person would rather
        not.
        """

    def pick_file(self, key: str, title: str, suffixes: str) -> Path | None:
        """A file to read, by its ending, one or more (`csv xlsx`); None when the person would
        rather not.
        """

    def progress(self, text: str) -> None:
        """A line that says what is going on; an empty one when it is over."""

    def save_copy(self, path: Path) -> None:
        """A copy of the open workbook as it stands, edits included. Raises FileError when it
        cannot be written.
        """

    def begin_copy(self) -> Copying:
        """Begin with a copy of the open workbook as it stands, edits included. Raises FileError
        when it cannot be made.
        """


class CopyLater:
    """A copy that a desk makes at once when it is saved."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self.raws: Raws = {}

    def save(self, path: Path) -> None:
        """Write it. Raises FileError when it cannot be written."""
        self._desk.save_copy(path)

    def drop(self) -> None:
        """Nothing was begun."""


def numbered(prompt: str, options: Sequence[str]) -> str:
    """A question with what it offers below it, numbered; as it is where it offers nothing."""
    lines = [f"{number}  {option}" for number, option in enumerate(options, 1)]
    return "\n".join([prompt, *lines])


def by_number(answer: str, options: Sequence[str]) -> str:
    """What an answer names: the option of that number, or what was typed."""
    typed = answer.strip()
    if typed not in options and typed.isdecimal() and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1]
    return answer


class Prepared:
    """A desk where the answers lie ready: by the key of the question; what has none gets its
    default.

    `said` keeps every message, failure, text shown and question, in order: (kind, title, text).
    """

    modified = False
    read_only = False

    def __init__(
        self, answers: Mapping[str, str | bool | None] | None = None, user: str = "TradeDept"
    ):
        self.answers = dict(answers or {})
        self.user = user
        self.said: list[tuple[str, str, str]] = []

    def tell(self, title: str, text: str) -> None:
        """Keep a message."""
        self.said.append(("tell", title, text))

    def fail(self, title: str, text: str) -> None:
        """Keep a failure."""
        self.said.append(("fail", title, text))

    def show(self, title: str, text: str) -> None:
        """Keep a long text."""
        self.said.append(("show", title, text))

    def confirm(self, key: str, title: str, text: str) -> bool:
        """The answer that lies ready; yes when there is none."""
        self.said.append(("confirm", title, text))
        return bool(self.answers.get(key, True))

    def ask(
        self, key: str, title: str, prompt: str, default: str = "", options: Sequence[str] = ()
    ) -> str | None:
        """The answer that lies ready, or the default."""
        self.said.append(("ask", title, prompt))
        answer = self.answers.get(key, default)
        return None if answer is None else str(answer)

    def pick_file(self, key: str, title: str, suffixes: str) -> Path | None:
        """The file that lies ready; None when there is none."""
        self.said.append(("pick", title, suffixes))
        answer = self.answers.get(key)
        return Path(str(answer)) if answer else None

    def progress(self, text: str) -> None:
        """Keep a line of progress."""
        if text:
            self.said.append(("progress", text, ""))

    def save_copy(self, path: Path) -> None:
        """Nothing to copy here."""

    def begin_copy(self) -> Copying:
        """The copy that `save_copy` makes."""
        return CopyLater(self)
