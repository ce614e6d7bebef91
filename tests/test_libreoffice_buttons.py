"""Every button pressed in LibreOffice on a copy of the shipped workbook, compared with the command on its twin."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from filekit import changed_parts
from lo import libreoffice

from xlpy import cli
from xlpy.book.file import WorkbookFile
from xlpy.book.schema import TABLES
from xlpy.buttons import BUTTONS, EXCEL

SHIPPED = Path(cli.__file__).parents[1] / "workbook" / "TradeDept.xlsm"
MONTH = "2012-10"


@pytest.fixture
def twins(tmp_path):
    """The workbook open in LibreOffice, and a copy of its file for the command."""
    book, twin = tmp_path / "TradeDept.xlsm", tmp_path / "twin" / "TradeDept.xlsm"
    twin.parent.mkdir()
    for path in (book, twin):
        shutil.copyfile(SHIPPED, path)
    libreoffice().open_book(path=str(book))
    yield book, twin
    libreoffice().close_book(book=str(book))


def press(book, button, **answers):
    """What was said, once the button did what it says."""
    done, said = libreoffice().press(book=str(book), button=button, answers=answers)
    assert done, said
    return said


def refused(book, button, **answers):
    """What was said when the button could not do what it says."""
    done, said = libreoffice().press(book=str(book), button=button, answers=answers)
    assert not done
    return "\n".join(text for kind, _, text in said if kind in ("fail", "show"))


def saved(book):
    """The tables of the workbook once LibreOffice has saved it."""
    libreoffice().save(book=str(book))
    return WorkbookFile(book).read(TABLES)


def compare(twins, monkeypatch, *words):
    """After the command on the twin, its file is what LibreOffice saved: every cell, and every byte of every part."""
    book, twin = twins
    ours = saved(book)
    # The command's clock stands where LibreOffice's stood.
    times = [time for key, column in TIMES for time in ours[key].columns[column] if time]
    monkeypatch.setattr(cli, "_now", lambda: datetime(*max(times)))
    assert cli.main([str(word) for word in words]) == 0
    theirs = WorkbookFile(twin).read(TABLES)
    assert [key for key in TABLES if ours[key] != theirs[key]] == []
    assert changed_parts(book, twin) == set()


TIMES = (("closes", "closed_at"), ("reopenings", "reopened_at"))


# --- Buttons that write ----------------------------------------------------------------------------------


def test_a_month_from_prepare_to_close_to_reopen_is_the_commands(twins, monkeypatch):
    book, twin = twins
    press(book, "prepare")
    compare(twins, monkeypatch, "prepare", twin, MONTH)
    press(book, "close_month")
    compare(twins, monkeypatch, "close", twin, MONTH, "--by", "TradeDept")
    press(book, "reopen", reason="typing error")
    compare(twins, monkeypatch, "reopen", twin, MONTH, "--by", "TradeDept", "--reason", "typing error")


def test_a_quarter_taken_back_and_closed_again_is_the_commands(twins, monkeypatch):
    book, twin = twins
    press(book, "reopen", reason="a prize was wrong")
    compare(twins, monkeypatch, "reopen", twin, "2012-Q3", "--by", "TradeDept", "--reason", "a prize was wrong")
    press(book, "close_quarter")
    compare(twins, monkeypatch, "close", twin, "2012-Q3", "--by", "TradeDept")


# --- All buttons -----------------------------------------------------------------------------------------


def test_every_button_of_the_list_is_in_menu_and_handled():
    assert {b.key for b in BUTTONS if b.where != EXCEL} == PRESSED


PRESSED = {
    "prepare",
    "close_month",
    "reopen",
    "close_quarter",
}
