"""A workbook of another layout in LibreOffice: each button that needs its tables says what to do,
and does nothing.
"""

import shutil

import pytest
from lo import SHIPPED, libreoffice
from olderbooks import layout_1, with_layout

from xlpy.actions.buttons import ACTIONS
from xlpy.core.tables import LAYOUT, TABLES
from xlpy.files import WorkbookFile

NEEDS_NO_TABLE = {"help", "language", "backup", "undo"}
"""Undo needs a write of ours, and none is made in such a workbook."""
ANSWERS = {"order": "SO-0001", "papers": "all", "by": "刘洋", "reason": "because"}


@pytest.fixture(scope="module", params=["older", "newer"])
def strange(request, tmp_path_factory):
    """A workbook of another layout, open; with what is to be done about it."""
    book = tmp_path_factory.mktemp(request.param) / "Trade.xlsm"
    if request.param == "older":
        layout_1(book)
    else:
        with_layout(shutil.copyfile(SHIPPED, book), f"<v>{LAYOUT + 1}</v>")
    libreoffice().open_book(path=str(book), hidden=False)
    yield (
        book,
        {"older": "tradedept upgrade Trade.xlsm", "newer": "Update TradeDept"}[request.param],
    )
    libreoffice().close_book(book=str(book))


@pytest.mark.parametrize("button", sorted(ACTIONS.keys() - NEEDS_NO_TABLE))
def test_a_button_says_what_to_do_and_leaves_the_workbook_alone(strange, button, tmp_path):
    book, words = strange
    bank = tmp_path / "bank.csv"
    bank.write_text("交易日期,贷方发生额,币种\n20121003,10.00,CNY\n", "utf-8")
    before, on_disk = libreoffice().state(book=str(book)), book.read_bytes()
    done, said = libreoffice().press(
        book=str(book), button=button, answers=ANSWERS | {"file": str(bank)}
    )
    failed = [text for kind, _, text in said if kind == "fail"]
    assert (done, len(failed), words in failed[0]) == (False, 1, True), said
    assert before == libreoffice().state(book=str(book))
    assert [each.name for each in book.parent.iterdir() if not each.name.startswith(".")] == [
        "Trade.xlsm"
    ]
    assert on_disk == book.read_bytes()


@pytest.mark.parametrize("strange", ["older"], indirect=True, scope="module")
def test_what_is_typed_into_a_workbook_of_an_earlier_layout_is_saved(strange):
    """It is only read and edited here; the upgrade may come when the person likes.

    The last test of that workbook: it is another one afterwards.
    """
    book, _ = strange
    name = WorkbookFile(book, older=True).read(["staff"])["staff"].columns["name"][0]
    libreoffice().write(book=str(book), sheet=TABLES["staff"].sheet, area="C6", values=[["一队"]])
    libreoffice().save(book=str(book))
    assert "Saved by TradeDept" in libreoffice().said()[0]
    staff = WorkbookFile(book, older=True).read(["staff"])["staff"]
    assert (staff.columns["name"][0], "一队" in staff.columns["team"]) == (name, True)
