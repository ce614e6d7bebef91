"""Tables as DataFrames and back: types, sums, checks; the notebooks of the documentation run."""

import json
import os
from datetime import date
from decimal import Decimal

import pandas
import pytest
from commands import command
from filekit import PROJECT

from xlpy import frames
from xlpy.book.tables import MemoryTables
from xlpy.build.workbook import new_book
from xlpy.core.issues import DataError, UsageError
from xlpy.core.tables import TABLES


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("frames") / "TradeDept.xlsm"
    new_book(path, demo=True)
    return path


def cells(notebook, kind):
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


def test_the_notebooks_of_both_languages_have_the_same_code_and_run(demo, tmp_path):
    english, chinese = (PROJECT / "docs" / tree / "frames.ipynb" for tree in ("en", "zh"))
    assert cells(english, "code") == cells(chinese, "code")
    assert len(cells(english, "markdown")) == len(cells(chinese, "markdown"))
    (tmp_path / "TradeDept.xlsm").write_bytes(demo.read_bytes())
    was, names = os.getcwd(), {}
    os.chdir(tmp_path)
    try:
        for code in cells(english, "code"):
            exec(compile(code, english.name, "exec"), names)
    finally:
        os.chdir(was)
    assert names["done"].added == 1
    shown = command("export", tmp_path / "TradeDept.xlsm", "targets", "--csv").out.decode()
    assert "2099-01," in shown and ",50000.00" in shown


def test_every_table_has_the_columns_of_its_sheet_in_their_types(demo):
    book = frames.open(demo)
    assert list(book) == list(TABLES) and len(book) == len(TABLES)
    for key, table in TABLES.items():
        frame = book[key]
        assert tuple(frame.columns) == table.column_keys
        assert frame.index.name == "row"
    receipts = book["回款"]
    assert "receipts" in book and "nothing" not in book
    assert str(receipts["date"].dtype) == "datetime64[s]"
    assert type(receipts["amount"].iloc[0]) is Decimal
    assert str(book["targets"]["month"].dtype) == "period[M]"
    assert str(book["targets"]["amount"].dtype) == "Int64"
    assert book["targets"].attrs["units"]["amount"].startswith("CNY fen")
    assert "paid" in book["orders"]["stage"].cat.categories


def test_the_joined_view_credits_every_fen_of_every_receipt(demo):
    book = frames.open(demo)
    sold = book.department()
    # Each receipt once, from the table itself: amount × rate, half up to the fen.
    fen = 0
    for row in book["receipts"].itertuples():
        exact = row.amount * (row.rate or 1) * 100
        fen += int(exact.quantize(Decimal(1), "ROUND_HALF_UP"))
    assert sold["credited"].sum() == fen
    assert sold.drop_duplicates("receipt_no")["receipts"].sum() == fen
    shared = sold[sold["share"].notna()]
    assert len(shared) and (shared.groupby("receipt_no")["credited"].count() > 1).any()
    paid = {row.name: row for row in book["commissions"].itertuples()}
    assert set(sold["name"].dropna()) >= {row.name for row in paid.values() if row.receipts > 0}


def test_a_receipt_of_an_order_that_is_not_there_belongs_to_nobody():
    row = {"receipt_no": "R", "date": date(2012, 7, 2), "order_no": "none", "currency": "CNY"}
    sold = frames.Frames(MemoryTables({"receipts": [row | {"amount": Decimal(5)}]})).department()
    assert (sold["credited"].tolist(), sold["name"].isna().tolist()) == ([500], [True])


def test_rows_that_cannot_be_read_are_left_out_and_named():
    rows = [{"month": "x", "name": "A", "amount": Decimal(5)}]
    book = frames.Frames(MemoryTables({"targets": rows}))
    assert len(book["targets"]) == 0
    assert [issue.column for issue in book.issues["targets"]] == ["month"]


def test_an_empty_workbook_has_frames_without_rows():
    book = frames.Frames(MemoryTables())
    assert len(book["receipts"]) == 0 and len(book.department()) == 0
    assert str(book.department()["credited"].dtype) == "Int64"


@pytest.mark.parametrize(
    ("table", "row", "how", "error"),
    [
        ("nothing", {}, "append", UsageError),
        ("targets", {}, "add", UsageError),
        ("payroll", {"month": "2012-07", "name": "A"}, "append", UsageError),
        ("targets", {"month": "2012-13", "name": "A", "amount": 5}, "append", DataError),
        ("targets", {"month": "2099-01", "name": "A", "amount": 5.0}, "append", ValueError),
        ("targets", {"month": "2099-01", "name": "A", "odd": 5}, "append", DataError),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_written(demo, table, row, how, error):
    before = demo.read_bytes()
    with pytest.raises(error):
        frames.write(demo, table, pandas.DataFrame([row]), how)
    assert demo.read_bytes() == before
