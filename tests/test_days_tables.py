"""The tables of the plan, the logs and the punches: a year of lists comes in by its headings."""

import csv

import pytest
from commands import command
from filekit import PROJECT

from xlpy.core.parts import PARTS
from xlpy.core.tables import DOSSIER, TABLES, of_part

DATA = PROJECT.parent / "shared" / "data" / "crm"
FILES = {
    "staff": "staff",
    "plan_items": "plan",
    "plan_progress": "plan_progress",
    "work_log": "work_log",
    "meetings": "meetings",
    "trainings": "trainings",
}


@pytest.mark.skipif(not DATA.exists(), reason="the year of 2012 is not beside the project")
def test_a_year_of_plan_and_logs_comes_in_by_its_headings(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    for table, name in FILES.items():
        path = DATA / f"{name}.csv"
        rows = len(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))) - 1
        done = command("import", book, table, path)
        assert (done.code, f"added {rows}\n" in done.out.decode()) == (0, True), done.err.decode()
    path = DATA / "issue_log.csv"
    rows = len(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))) - 1
    # The orders that it names stand in a list of their own.
    done = command("import", book, "issue_log", path, "--ignore", "order_no")
    assert (done.code, f"added {rows}\n" in done.out.decode()) == (0, True), done.err.decode()


def test_no_close_and_no_dossier_reads_the_tables_of_the_days():
    assert not any(table.closing for table in of_part("days"))
    read = {table.key for table in of_part("plan") if table.closing}
    assert read == {"staff_changes"}, "the people of the year, no more"
    assert {"plan_items", "punches"}.isdisjoint(table.key for table in DOSSIER)


def test_every_table_is_in_a_part_that_there_is():
    assert {table.part for table in TABLES.values()} == {part.key for part in PARTS}
    assert (TABLES["punches"].part, TABLES["plan_items"].part) == ("days", "plan")


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("plan_items", "item_no year quarter deliverable classes per_class unit weight owner"),
        ("plan_progress", "date item_no done by note"),
        ("plan_board", "quarter owner items done late progress"),
        ("plan_year", "item_no deliverable owner deadline progress late slipped m01 m02 m03"),
        ("badges", "punch_no name from to"),
        ("punches", "punch_no time source"),
        ("excuses", "date name part kind approved_by note"),
        ("attendance_days", "date name in1 out1 in2 out2 late early missing minutes verdict"),
        ("fine_proposals", "date name code reason amount decision"),
        ("work_log", "date kind name done problems next"),
    ],
)
def test_the_columns_stand_in_the_order_that_stays(table, columns):
    assert TABLES[table].column_keys[: len(columns.split())] == tuple(columns.split())
