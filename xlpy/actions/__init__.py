"""What each button does: asks, calls the same job as the command, and says what was done. An error is a message."""

import traceback
from collections.abc import Callable

from xlpy.actions import closing, consents, data, orders, people
from xlpy.actions.work import Cancelled, Work
from xlpy.book.hosts import Host
from xlpy.core.issues import XlpyError
from xlpy.desk import settings
from xlpy.desk.desk import Desk, desk_for

__all__ = ["ACTIONS", "Work", "act", "run"]

ACTIONS: dict[str, Callable[[Work], None]] = {
    "prepare": closing.prepare,
    "check": closing.check,
    "preview_month": closing.preview_month,
    "close_month": closing.close_month,
    "reopen": closing.reopen,
    "close_quarter": closing.close_quarter,
    "close_year": closing.close_year,
    "board": orders.board,
    "check_order": orders.check_order,
    "new_order": orders.new_order,
    "change_stage": orders.change_stage,
    "order_papers": orders.order_papers,
    "approve": consents.approve,
    "waive": consents.waive,
    "archive_order": orders.archive_order,
    "import_receipts": data.import_receipts,
    "explain": people.explain,
    "statements": people.statements,
    "backup": data.backup,
    "undo": data.undo,
    "verify": closing.verify,
    "language": data.language,
    "help": data.help,
}
"""Each button's key and what it does."""


def run(key: str, book: Host, desk: Desk | None = None) -> bool:
    """Press a button on xlwings' book; whether it did what it says. Whatever happens, the person is told."""
    return act(Work(key, book, desk or desk_for(book)))


def act(work: Work) -> bool:
    """Do what a button says; whether it was done. A workbook in which nothing was changed is no more modified."""
    modified = work.desk.modified
    try:
        ACTIONS[work.key](work)
        return True
    except Cancelled:
        return False
    except XlpyError as failure:
        _say_why(work, failure)
        return False
    except Exception as fault:
        _say_fault(work, fault)
        return False
    finally:
        work.desk.progress("")
        if not modified and not work.changed:
            work.desk.modified = False


def _say_why(work: Work, failure: XlpyError) -> None:
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
            f"程序出错：{type(fault).__name__}：{fault}\n详情：{where}",
            f"A fault of ours: {type(fault).__name__}: {fault}\nDetails: {where}",
        ),
    )
