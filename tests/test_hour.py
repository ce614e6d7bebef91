"""The first hour: from nothing to a first right close of a five-person month, by files as people
have them.
"""

import csv
import io
import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command
from xlsxwriter import Workbook

CASES = Path(__file__).parents[2] / "shared" / "cases" / "import"
FILES = ("staff", "plans2", "customers", "orders", "receipts", "grades7")
AT = "2012-08-02T09:00:00"
MOST_COMMANDS, MOST_TABLES = 8, 7
BEFORE = "before: 25 commands, 10 of them retries"
"""The first hour as a new user had it, before imports understood people's files."""

pytestmark = pytest.mark.skipif(
    not CASES.exists(), reason=f"the files of people are not beside the project: {CASES}"
)


def rows_of(name):
    data = (CASES / f"{name}.csv").read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding))))
        except UnicodeDecodeError:
            continue
    raise AssertionError(name)


def as_they_are(folder):
    return {name: CASES / f"{name}.csv" for name in FILES}


def as_workbooks(folder):
    """The same as .xlsx with a title above and a row of totals below, as people send them."""
    made = {}
    for name in FILES:
        made[name] = folder / f"{name}.xlsx"
        with Workbook(made[name]) as workbook:
            sheet = workbook.add_worksheet("表")
            sheet.write(0, 0, "宏达外贸有限公司 2012 年统计表")
            rows = [row for row in rows_of(name) if any(row)]
            for at, row in enumerate(rows, 1):
                for column, text in enumerate(row):
                    sheet.write_string(at, column, text)
            sheet.write(len(rows) + 1, 0, "合计")
    return made


class Hour:
    """A person at the command: counts what was typed, and the tables that were filled."""

    def __init__(self, folder):
        self.book, self.typed, self.tables = folder / "账 簿.xlsm", 0, set()
        self.refused = 0

    def does(self, word, *words):
        self.typed += 1
        done = command(word, self.book, *words, "--json", at=AT)
        self.refused += done.code != 0
        assert done.code == 0, done.err.decode() + done.out.decode()
        return json.loads(done.out)

    def counts(self):
        """What the hour took, as a reader of the test's output sees it."""
        return (
            f"{BEFORE}; now: {self.typed} commands, {self.refused} of them retries, "
            f"{len(self.tables)} tables, no question: the commands hold every answer\n"
        )


@pytest.mark.parametrize("files", [as_they_are, as_workbooks])
def test_an_empty_workbook_comes_to_its_first_close_in_eight_commands_and_seven_tables(
    files, tmp_path
):
    given, hour = files(tmp_path), Hour(tmp_path)
    people = ("--people", given["staff"], "--targets", given["plans2"])
    done = hour.does(
        "setup",
        "--company",
        "宏达外贸|Hongda Trading",
        *people,
        "--start",
        "2012-07",
        "--parts",
        "none",
    )
    assert (done["added"]["staff"], done["added"]["plans"], done["warnings"]) == (5, 5, 0)
    hour.tables |= {"staff", "plans"}
    for table in ("customers", "orders", "receipts"):
        assert hour.does("import", table, given[table], "--yes")["added"] > 0
        hour.tables.add(table)
    # The month is the one to close next, and needs no year.
    hour.tables |= {
        key
        for key, rows in hour.does("prepare", "7月")["added"].items()
        if key != "targets" and rows
    }
    assert hour.does("import", "grades", given["grades7"], "--merge", "--yes")["updated"] == 4
    closed = hour.does("close", "上月")
    assert closed["written"] and closed["period"] == "2012-07" and closed["errors"] == 0
    sys.stdout.write(hour.counts())
    assert hour.typed <= MOST_COMMANDS
    assert hour.tables == {
        "staff",
        "plans",
        "customers",
        "orders",
        "receipts",
        "attendance",
        "grades",
    }
    assert len(hour.tables) <= MOST_TABLES
    assert [row["name"] for row in closed["payroll"]] == [
        "陈国强",
        "李小红",
        "张伟",
        "赵敏",
        "孙浩",
    ]
    assert sum(yuan(row["receipts"]) for row in closed["commissions"]) == receipts_of_july()
    by_name = {row["name"]: row for row in closed["payroll"]}
    # B-3.A: all, half, half, half of 200 for team spirit; all, half, none, all of 100 for
    # execution.
    assert [yuan(by_name[name]["teamwork_pay"]) for name in ("李小红", "张伟", "赵敏", "孙浩")] == [
        200,
        200,
        100,
        100,
    ]
    assert [
        yuan(by_name[name]["execution_pay"]) for name in ("李小红", "张伟", "赵敏", "孙浩")
    ] == [100, 50, 0, 100]
    assert hour.does("verify")["intact"]


def yuan(text):
    return Fraction(text)


def receipts_of_july():
    """Amount × rate of each receipt of July, rounded half-up to the fen, from the file itself
    (B-3.B.1).
    """
    header, *rows = rows_of("receipts")
    place = {name: header.index(name) for name in ("收款日期", "回款金额", "汇率")}
    total = Fraction(0)
    for row in rows:
        if (
            any(row)
            and row[place["收款日期"]]
            .translate(str.maketrans("年月./", "----"))
            .split("-")[1]
            .lstrip("0")
            == "7"
        ):
            amount = Fraction(row[place["回款金额"]].replace(",", "").strip("￥¥"))
            exact = amount * Fraction(row[place["汇率"]] or "1") * 100
            total += Fraction(int(exact + Fraction(1, 2)), 100)
    return total
