"""The course of a month in LibreOffice's window: keys and mouse, dialogs, saving, closing, opening
again.
"""

import shutil
from datetime import date

import pytest
from lo import AS_SHIPPED
from windowkit import Screen, Window, course, wait

from xlpy.build.book import HOME, WHATIF
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.files.backups import backups
from xlpy.jobs.sealing.verify import verify

FINES, PAYROLL, RECEIPTS = (TABLES[key].sheet for key in ("fines", "payroll", "receipts"))
MONTH, PERSON = "2012-10", "Elena Rossi"


@pytest.fixture
def window(tmp_path):
    with Screen() as screen:
        window = Window(screen, tmp_path)
        try:
            yield window
        finally:
            window.end()


def day(number):
    """A cell's number as a day."""
    return date.fromordinal(date(1899, 12, 30).toordinal() + int(number))


def rows(book, table):
    """The columns of a table in the file."""
    return WorkbookFile(book).read([table])[table].columns


def test_the_course_of_a_month(window, tmp_path):
    book = shutil.copyfile(AS_SHIPPED, tmp_path / "TradeDept.xlsm")
    fines = WorkbookFile(book).read(["fines"])["fines"]
    below = fines.first_row + fines.length
    with course(window.screen) as step:
        with step("open"):
            window.open(book)
        with step("all of Home is within the window's width"):
            window.go(HOME, "A9")
            assert window.place("H9")[2] > 0, "the column behind the last is in view, too"
        with step("a link of Home is followed by one click"):
            window.click(HOME, "G12")  # Its words stand in the middle.
            wait("the sheet of receipts", lambda: RECEIPTS in window.selected())
        with step("a fine typed below its table, the day as the manual writes it"):
            window.enter(FINES, f"A{below}", "2012/10/8", PERSON, "E-1.7")
            [[when, name, code]] = window.read(FINES, f"A{below}:C{below}")
            assert (day(when), name, code) == (date(2012, 10, 8), PERSON, "E-1.7")
        with step("What if: a month in the form that its cell shows, and receipts"):
            window.enter(WHATIF, "C6", "2012-10")
            window.enter(WHATIF, "C10", "130000")
            window.enter(WHATIF, "C11", "100000")
            assert day(window.read(WHATIF, "C6")[0][0]) == date(2012, 10, 1)
            # 1 000 + 30 000 × 1.25 %
            assert window.read(WHATIF, "G11") == [[1375.0]]
        with step("Delete on a result table is stopped, and it is said why"):
            was = window.read(PAYROLL, "D8")
            window.go(PAYROLL, "D8")
            window.keys("Delete")
            window.dialog(
                f"{TABLES['payroll'].zh} {TABLES['payroll'].en}：结账写入 Written by the closes"
            )
            assert was == window.read(PAYROLL, "D8") != [[None]]
        with step("the text that check shows goes by Enter, and the first finding is selected"):
            window.press("check")
            window.answer("check")
            window.answer("check")
        with step("prepare"):
            window.press("prepare")
            window.answer("prepare", MONTH)
            window.answer("prepare")
        with step("what is being typed when a button is pressed counts"):
            window.go(FINES, f"E{below}")
            window.type("still typing")
            window.press("backup")
            window.answer("backup")
            assert window.read(FINES, f"E{below}") == [["still typing"]]
            assert rows(backups(book)[-1], "fines")["note"][-1] == "still typing"
        with step("close the month"):
            window.press("close_month")
            window.answer("close_month", MONTH)
            # Who closes is asked once on a computer: the manager is proposed.
            window.answer("close_month")
            window.answer("close_month")
            window.answer("close_month")
        with step("save"):
            window.save()
        with step("close the window"):
            window.close()
        with step("what the file holds"):
            assert "2012-10" in map(str, rows(book, "closes")["period"])
            assert rows(book, "fines")["name"][-1] == PERSON
            assert verify(WorkbookFile(book)).intact
        with step("open again"):
            window.open(book)
            assert window.read(WHATIF, "C10:C11") == [[130000.0], [100000.0]]
            assert window.read(WHATIF, "G11") == [[1375.0]]
        with step("what cannot be saved is asked for"):
            window.enter(FINES, "K2", "a note of mine")
            window.save_in_part("Not saved")
            window.leave()
