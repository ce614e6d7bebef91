"""Buttons inside the add-in: the open workbook comes as JSON, what is said and asked goes back."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from xlpy.actions.acting import act
from xlpy.actions.buttons import ACTIONS, BY_KEY
from xlpy.actions.orders import ask_order
from xlpy.actions.work import Work
from xlpy.book.tables import RawTable
from xlpy.core.issues import FileError, Issue
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.jobs.check import check
from xlpy.jobs.dossier import check_order
from xlpy.jobs.todo import todo_list
from xlpy.messages.todo import todo_text
from xlpy.web.book import Book
from xlpy.web.cells import Given
from xlpy.web.collected import WebWork
from xlpy.web.desk import Asked, Place, WebDesk
from xlpy.web.writing import wanted

_OPEN: dict[str, Given] = {}
"""The workbook as it was read last."""
_RAWS: dict[str, RawTable] = {}
"""Its tables, as far as a press took them."""


def opened(text: str) -> str:
    """Take the open workbook in, as `book.Book` says; it stays until another comes."""
    _OPEN["book"] = json.loads(text, parse_int=float)
    _RAWS.clear()
    return ""


def pressed(text: str) -> str:
    """Press a button on that workbook: what was said and asked, as JSON.

    `text`: `key`, `user`, `now` (ISO), `answers` so far, `settings` as an earlier press gave them
    back; where the button may write `read_only` and `journal`, the text that an earlier write gave.
    `write` of the answer names what is to be read for `writing.planned`; none where nothing is.
    """
    asked = json.loads(text)
    settings.write(**asked["settings"])
    desk = WebDesk(asked["user"], asked["answers"], asked.get("read_only", False))
    book = Book(_OPEN["book"])
    at = datetime.fromisoformat(asked["now"])
    work = WebWork(BY_KEY[asked["key"]], book, desk, lambda: at)
    work.raws, work.noted = _RAWS, json.loads(asked.get("journal") or "[]")
    question, done = None, False
    try:
        done = act(work, _READS.get(asked["key"], ACTIONS[asked["key"]]))
    except Asked as open_question:
        question = open_question.question
    return json.dumps(
        {
            "done": done,
            "write": wanted(work, desk, _OPEN["book"]) if done else [],
            "said": desk.said,
            "ask": question,
            "goes_to": book.goes_to,
            "settings": settings.read(),
            "language": work.words.language,
        },
        ensure_ascii=False,
    )


def _check(work: Work) -> None:
    _found(work, check(work.reading))


def _check_order(work: Work) -> None:
    number = ask_order(work, Text("检查哪张订单？", "Check which order?"))
    _found(work, check_order(work.reading, number))


def _found(work: Work, issues: Sequence[Issue]) -> None:
    """Show issues, each with its cell."""
    findings = [(work.words.issue(each), _place(work, each)) for each in issues]
    *_, count = work.words.issues(issues).split("\n\n")
    cast(WebDesk, work.desk).found(work.title, findings, count)


def _place(work: Work, issue: Issue) -> Place | None:
    if not issue.row:
        return None
    try:
        return work.reading.place_of(issue.table, issue.row, issue.column)
    except FileError:
        return None


def _todo(work: Work) -> None:
    listed = todo_list(work.reading, work.now().date())
    work.desk.show(work.title, todo_text(listed, work.words.beside))


_READS: dict[str, Callable[[Work], None]] = {
    "check": _check,
    "check_order": _check_order,
    "todo": _todo,
}
"""What buttons do here instead: they list, and write nothing."""
