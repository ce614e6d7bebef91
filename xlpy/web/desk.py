"""The person in front of the add-in's pane. Python cannot wait there: a question without an answer
ends the press, the pane asks, and the button is pressed again with the answers so far.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.desk.desk import Copying, CopyLater

Place = tuple[str, int, int]
"""A cell: sheet, row, column."""


class Asked(BaseException):
    """A question that has no answer yet. No failure: nothing of ours may take it for one."""

    def __init__(self, question: dict[str, Any]):
        self.question = question
        super().__init__(question["key"])


class WebDesk:
    """Answers that were given so far, in order; `said` keeps what is to be shown."""

    modified = False

    def __init__(self, user: str, answers: Sequence[str | bool | None], read_only: bool = False):
        self.user, self.read_only = user, read_only
        self.said: list[dict[str, Any]] = []
        self._answers = list(answers)

    def tell(self, title: str, text: str) -> None:
        """A message."""
        self._say("tell", title, text)

    def fail(self, title: str, text: str) -> None:
        """A message that something was not done."""
        self._say("fail", title, text)

    def show(self, title: str, text: str) -> None:
        """A long text."""
        self._say("show", title, text)

    def found(self, title: str, findings: Sequence[tuple[str, Place | None]], text: str) -> None:
        """Findings, each with the cell that it is of, and a line below them."""
        listed = [{"text": told, "place": place} for told, place in findings]
        self.said.append({"kind": "found", "title": title, "text": text, "findings": listed})

    def _say(self, kind: str, title: str, text: str) -> None:
        self.said.append({"kind": kind, "title": title, "text": text})

    def confirm(self, key: str, title: str, text: str) -> bool:
        """Whether to go on. Raises Asked."""
        return bool(self._answer({"kind": "confirm", "key": key, "title": title, "text": text}))

    def ask(
        self, key: str, title: str, prompt: str, default: str = "", options: Sequence[str] = ()
    ) -> str | None:
        """One line of text. Raises Asked."""
        question = {"kind": "ask", "key": key, "title": title, "text": prompt}
        answer = self._answer(question | {"default": default, "options": list(options)})
        return None if answer is None else str(answer)

    def _answer(self, question: dict[str, Any]) -> str | bool | None:
        if not self._answers:
            raise Asked(question)
        return self._answers.pop(0)

    def pick_file(self, key: str, title: str, suffixes: str) -> Path | None:
        """No file: the add-in reads none."""
        return None

    def progress(self, text: str) -> None:
        """Nothing: the pane says that it works."""

    def save_copy(self, path: Path) -> None:
        """Raises FileError: an add-in cannot write a file."""
        raise FileError(
            Text("加载项不能存副本；请用“另存为”。", "An add-in saves no copy; use Save As.")
        )

    def begin_copy(self) -> Copying:
        """The copy that `save_copy` does not make."""
        return CopyLater(self)
