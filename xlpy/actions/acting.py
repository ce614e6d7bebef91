"""Doing what a button says. An error is a message."""

import traceback
from collections.abc import Callable

from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.core.issues import XlpyError
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.desk.collector import uncollected


def act(work: Work, action: Callable[[Work], None]) -> bool:
    """Do what a button says; whether it was done. A workbook in which nothing was changed is no
    more modified.
    """
    modified = work.desk.modified
    try:
        with uncollected():
            action(work)
        return True
    except Cancelled:
        return False
    except XlpyError as failure:
        say_why(work, failure)
        return False
    except Exception as fault:
        _say_fault(work, fault)
        return False
    finally:
        work.end()
        work.desk.progress("")
        if not modified and not work.changed:
            work.desk.modified = False


def say_why(work: Work, failure: XlpyError) -> None:
    """Say why something was not done."""
    text = work.words.failure(failure)
    short = work.words.failure(failure, most=3)
    if text != short:
        work.desk.show(work.title, text)
    work.desk.fail(work.title, short)


def _say_fault(work: Work, fault: Exception) -> None:
    """A fault of ours: in words, with where the details lie."""
    path = settings.folder() / settings.FAULT
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
        where = str(path)
    except OSError:
        where = "—"
    work.desk.fail(
        work.title,
        work.words(
            Text(
                f"程序出错：{type(fault).__name__}：{fault}\n详情：{where}",
                f"A fault of ours: {type(fault).__name__}: {fault}\nDetails: {where}",
            )
        ),
    )
