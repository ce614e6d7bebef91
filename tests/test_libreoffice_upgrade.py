"""Upgraded workbooks alive in LibreOffice: the functions in their cells, their views, their
buttons.
"""

import pytest
from lo import libreoffice, quick
from olderbooks import MINE, layout_1, layout_2, used
from surgery import lived_in

from xlpy.build.book import DASHBOARD, HOME, LISTS, PAYSLIP, POOL_SHEET, TEAM_SHEET, TODO, WHATIF
from xlpy.files import WorkbookFile
from xlpy.jobs.export import export_rows
from xlpy.jobs.sealing.verify import verify
from xlpy.upgrade import upgrade

RECEIPTS, TARGET, COMMISSION, TIERS_CHECK = "C10", "C11", "G11", "E29"
PEOPLE, TEAM_COMMISSION, SPLIT, SPLIT_CHECK = "B68:F75", "G64", "B81:E94", "D95"
VIEWS = (HOME, DASHBOARD, TODO, WHATIF, PAYSLIP, TEAM_SHEET, POOL_SHEET, LISTS)


def made_their_own(path):
    """A workbook of layout 1 in use whose tables were moved, re-worded and added to."""
    return lived_in(used(path))


@pytest.fixture(
    scope="module", params=[layout_1, layout_2, made_their_own], ids=["1", "2", "1, their own"]
)
def opened(request, tmp_path_factory):
    """An upgraded workbook that was in use, open and computed anew in all its cells; the month to
    close next.
    """
    older, path = request.param, tmp_path_factory.mktemp("upgraded") / "Trade.xlsm"
    old = older(path) if older is made_their_own else used(path, older)
    book = quick(upgrade(old).book, path.with_name("Quick.xlsm"))
    libreoffice().open_book(path=str(book), hidden=False)
    libreoffice().recalculate(book=str(book))
    yield "2012-03" if older is layout_2 else "2012-05", book
    libreoffice().close_book(book=str(book))


def shown(book, area, sheet=WHATIF):
    [rows] = libreoffice().read(book=str(book), places=[[sheet, area]])
    return rows if ":" in area else rows[0][0]


def last(book, table):
    """The rows of the last month that was closed."""
    rows = export_rows(WorkbookFile(book), table)
    month = max(row["month"] for row in rows)
    return [row for row in rows if row["month"] == month]


def test_what_if_shows_the_last_closed_month_as_the_close_wrote_it(opened):
    _, book = opened
    written = {
        row["name"]: float(row["commission"])
        for row in last(book, "commissions")
        if row["target"] != "0.00"
    }
    assert written == {row[0]: row[4] for row in shown(book, PEOPLE) if row[0] is not None}
    [team] = last(book, "team_commissions")
    assert float(team["commission"]) == shown(book, TEAM_COMMISSION)
    amounts = [float(row["amount"]) for row in last(book, "splits")]
    assert amounts == [row[3] for row in shown(book, SPLIT) if row[0] is not None]
    assert [shown(book, TIERS_CHECK), shown(book, SPLIT_CHECK)] == ["相符 agrees"] * 2


def test_another_figure_in_what_if_gives_another_commission_by_the_tiers(opened):
    """130 000 of 100 000: 100 000 at 1 % and 30 000 at 1.25 %."""
    _, book = opened
    before = shown(book, f"{RECEIPTS}:{TARGET}")
    libreoffice().write(
        book=str(book), sheet=WHATIF, area=f"{RECEIPTS}:{TARGET}", values=[[130000], [100000]]
    )
    assert shown(book, COMMISSION) == 1375.0
    libreoffice().write(book=str(book), sheet=WHATIF, area=f"{RECEIPTS}:{TARGET}", values=before)


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_shows_an_error(opened, view):
    _, book = opened
    assert [
        cell for row in shown(book, "A1:T130", view) for cell in row if isinstance(cell, dict)
    ] == []


def test_the_users_own_formulas_compute(opened):
    _, book = opened
    receipts = export_rows(WorkbookFile(book), "receipts")
    assert shown(book, "A1:A2", MINE) == [
        [pytest.approx(sum(float(row["amount"]) for row in receipts))],
        [2.0],
    ]


def test_the_buttons_of_this_version_work_on_it(opened):
    month, book = opened
    done, said = libreoffice().press(book=str(book), button="check")
    assert not [text for kind, _, text in said if kind == "fail"], said
    assert done
    answers = {"period": month, "month": month, "by": "刘洋"}
    done, said = libreoffice().press(book=str(book), button="close_month", answers=answers)
    assert done, said
    libreoffice().save(book=str(book))
    assert verify(WorkbookFile(book)).intact
    assert month in [row["period"] for row in export_rows(WorkbookFile(book), "closes")]
