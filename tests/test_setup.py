"""`tradedept setup`: a department says what it is, by flags and files or asked on a terminal;
again without loss.
"""

import csv
import io
import json
import os
import re

import goodbook
import pytest
from commands import command
from terminal import at_terminal

from xlpy import cli
from xlpy.files import WorkbookFile

PEOPLE = "姓名,职务,部门\n陈国强,经理,外贸部\n王芳,业务员,外贸部\n"
PLANS = "期间,姓名,任务\n2012年,王芳,60万\n"
AT = "2012-07-15T09:00:00"


def setup(book, *words):
    done = command("setup", book, *words, "--json", at=AT)
    assert done.code == 0, done.err.decode()
    return json.loads(done.out)


def rows(book, table):
    done = command("export", book, table, "--csv")
    return list(csv.DictReader(io.StringIO(done.out.decode("utf-8-sig"))))


@pytest.fixture
def book(tmp_path):
    return tmp_path / "新 账.xlsm"


@pytest.fixture
def files(tmp_path):
    people, plans = tmp_path / "people.csv", tmp_path / "plans.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    plans.write_text(PLANS, encoding="utf-8")
    return "--people", people, "--targets", plans


def test_one_command_makes_and_sets_up_a_workbook(book, files):
    done = setup(book, "--company", "宏达|Hongda", *files, "--start", "7月", "--parts", "awards")
    assert (
        done["made"]
        and done["added"] == {"staff": 2, "plans": 1, "companies": 1}
        and done["start"] == "2012-07"
    )
    assert [(row["name"], row["role"]) for row in rows(book, "staff")] == [
        ("陈国强", "manager"),
        ("王芳", "salesperson"),
    ]
    assert rows(book, "plans")[0]["amount"] == "600000.00"
    company = rows(book, "companies")[0]
    assert (company["zh_name"], company["en_name"]) == ("宏达", "Hongda")
    # The year's targets belong to the month's close: no part comes that was not chosen.
    assert [key for key, on in done["parts"].items() if on] == ["month", "awards"]


def test_asked_again_it_changes_what_is_there_and_loses_nothing(book, files, tmp_path):
    setup(book, "--company", "宏达", *files, "--parts", "none")
    again = tmp_path / "again.csv"
    again.write_text("姓名,岗位,团队\n王芳,经理,外贸部\n李娜,业务员,外贸部\n", encoding="utf-8")
    done = setup(book, "--people", again, "--company", "宏达外贸")
    assert (done["added"], done["updated"]) == ({"staff": 1}, {"staff": 1, "companies": 1})
    assert [(row["name"], row["role"]) for row in rows(book, "staff")] == [
        ("陈国强", "manager"),
        ("王芳", "manager"),
        ("李娜", "salesperson"),
    ]
    assert rows(book, "companies")[0]["zh_name"] == "宏达外贸" and len(rows(book, "plans")) == 1
    before = book.read_bytes()
    assert setup(book)["updated"] == {}
    assert book.read_bytes() == before


def test_the_month_to_begin_with_is_the_one_to_close_next(book):
    setup(book, "--start", "2012-05")
    done = command("check", book, "6月", at=AT)
    assert "6月 → 2012-06" in done.err.decode()
    setup(book, "--start", "2011-11")
    assert "→ 2011-12" in command("check", book, "12月", at=AT).err.decode()


def test_the_first_close_is_that_of_the_month_to_begin_with(tmp_path):
    """Another would leave the months between without commission, for good."""
    book = tmp_path / "b.xlsm"
    book.write_bytes(goodbook.workbook(["2012-07", "2012-08"]))
    setup(book, "--start", "2012-07")
    before = book.read_bytes()
    done = command("close", book, "2012-08")
    told = done.err.decode()
    assert done.code == 1 and "close 2012-07 first" in told
    assert re.search("tradedept close .*b.xlsm 2012-07", told)
    assert book.read_bytes() == before
    setup(book, "--start", "2012-08")
    assert command("close", book, "2012-08").code == 0


def test_the_first_close_reads_the_workbook_once(tmp_path, monkeypatch):
    book = tmp_path / "b.xlsm"
    book.write_bytes(goodbook.workbook(["2012-07"]))
    asked, read = [], WorkbookFile._read_tables

    def counted(*given, **more):
        asked.append(given)
        return read(*given, **more)

    monkeypatch.setattr(WorkbookFile, "_read_tables", counted)
    assert cli.main(["close", str(book), "2012-07", "--dry-run"]) == 0
    assert len(asked) == 1


def test_after_a_close_the_month_to_begin_with_stays(tmp_path):
    book = tmp_path / "b.xlsm"
    book.write_bytes(goodbook.workbook(["2012-07"]))
    assert command("close", book, "2012-07").code == 0
    before = book.read_bytes()
    done = command("setup", book, "--start", "2012-06")
    assert done.code == 2 and "2012-07" in done.err.decode()
    assert book.read_bytes() == before


def test_people_who_cannot_be_read_stop_all_of_it(book, files, tmp_path):
    setup(book)
    before = book.read_bytes()
    bad = tmp_path / "bad.csv"
    bad.write_text("姓名,职务\n王芳,船长\n", encoding="utf-8")
    done = command("setup", book, "--company", "宏达", "--people", bad, at=AT)
    assert done.code == 1 and "船长" in done.err.decode()
    assert book.read_bytes() == before


def test_the_language_belongs_to_a_new_workbook(book):
    assert setup(book, "--language", "en")["made"]
    done = command("setup", book, "--language", "zh")
    assert done.code == 2 and "new BOOK --language" in done.err.decode()


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a terminal of one's own needs a system with pty"
)
def test_on_a_terminal_each_question_has_its_default_and_its_reason(book):
    answers = [
        "zh",
        "宏达",
        "陈国强 经理 外贸部",
        "王芳 业务员 外贸部",
        "",
        "2012-07",
        "王芳 600000",
        "",
        "awards",
    ]
    shown = at_terminal(["setup", book], answers)
    assert "Language of the workbook: zh, en or both" in shown
    # From here on it speaks the workbook's language.
    assert "印在工资单和单据上" in shown and "没有任务没有提成" in shown
    assert [(row["name"], row["role"]) for row in rows(book, "staff")] == [
        ("陈国强", "manager"),
        ("王芳", "salesperson"),
    ]
    assert (rows(book, "plans")[0]["period"], rows(book, "plans")[0]["amount"]) == (
        "2012",
        "600000.00",
    )
