"""Bad input in an order's rows: each is named at its row and column, and no job writes a thing."""

import csv
from pathlib import Path

import dossierkit as kit
import pytest

from xlpy.book.tables import Change
from xlpy.core.issues import DataError, UsageError
from xlpy.documents.papers import papers
from xlpy.jobs.dossier import check_order, check_orders
from xlpy.jobs.export import export_rows
from xlpy.jobs.orders import change_stage
from xlpy.jobs.revising import revising

CASES = Path(__file__).parent / "cases" / "dossier_bad_input.csv"


def lines():
    with open(CASES, encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def told(tables):
    """What the check of the order says, also where the order's own row cannot be read."""
    try:
        return check_order(tables, kit.NO)
    except DataError as failure:
        return failure.issues


@pytest.mark.parametrize("case", lines())
def test_a_bad_cell_is_named_at_its_place_and_nothing_goes_on(case):
    tables = kit.tables(kit.order())
    at = int(case["row"]) - 1
    tables.commit([Change(case["table"], update={at: {case["column"]: case["value"]}})])
    found = [issue for issue in told(tables) if case["said"] in issue.said.en]
    assert [issue.severity for issue in found] == ["error"]
    assert (found[0].table, found[0].column) == (case["table"], case["column"])
    before = export_rows(tables, "stage_changes")
    with pytest.raises(DataError):
        change_stage(tables, kit.NO, "archived", "王芳", kit.day("06-01"))
    assert export_rows(tables, "stage_changes") == before


def test_a_paper_of_an_order_with_a_row_that_cannot_be_read_is_a_draft(tmp_path, monkeypatch):
    monkeypatch.setattr("xlpy.documents.papers.to_pdf", lambda books, *_: books)
    tables = kit.tables(kit.order())
    tables.commit([Change("purchase_lines", update={0: {"quantity": "many"}})])
    [made] = papers(tables, [kit.NO], ["purchase"], tmp_path)
    assert "DRAFT" in made.paths[0].name
    assert any('Quantity: "many" is not a number' in gap.en for gap in made.gaps)


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        ("order_lines", {"order_no": kit.NO, "line": 1}, "Line 1 stands in row"),
        ("proformas", {"order_no": kit.NO, "proforma_no": "PI-0001"}, "PI-0001 stands in row"),
        ("orders", {"order_no": kit.NO, "customer": "x", "salesperson": "王芳"}, "stands in row"),
    ],
)
def test_a_number_that_stands_twice_is_named(table, more, said):
    tables = kit.tables(kit.order())
    kit.type_below(tables, table, more)
    found = [issue for issue in told(tables) if said in issue.said.en]
    assert [(issue.severity, issue.table) for issue in found] == [("error", table)]


def test_an_order_that_cannot_be_read_is_not_called_unknown_nor_are_its_rows(tmp_path):
    tables = kit.tables(kit.order())
    tables.commit([Change("orders", update={0: {"amount": "about 12500"}})])
    # The full check names the cell among the department's tables; no row of a form is blamed.
    assert check_orders(tables) == []
    cannot = "order SO-0001: its own row cannot be read, nothing was done"
    day = kit.day("06-01")
    for job in (
        lambda: check_order(tables, kit.NO),
        lambda: papers(tables, [kit.NO], ["proforma"], tmp_path),
        lambda: revising(tables, kit.NO, "proforma", "王芳", day, "x"),
    ):
        with pytest.raises(DataError, match=cannot) as failed:
            job()
        assert [issue.column for issue in failed.value.issues] == ["amount"]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_order_is_named(tmp_path):
    tables = kit.tables(kit.order())
    for job in (
        lambda: check_order(tables, "SO-9"),
        lambda: papers(tables, ["SO-9"], ["proforma"], tmp_path),
        lambda: change_stage(tables, "SO-9", "cancelled", "王芳", kit.day("06-01"), "x"),
    ):
        with pytest.raises(UsageError, match='there is no order "SO-9"'):
            job()
    kit.type_below(tables, "quotations", {"order_no": "SO-9", "quotation_no": "QT-9"})
    [stray] = [issue for issue in check_orders(tables) if issue.key == "dossier.stray"]
    assert (stray.table, stray.column) == ("quotations", "order_no")


def test_drawings_of_nothing_are_named():
    rows = kit.letter()
    rows["drawings"] = [{"lc_no": "LC-1", "drawing_no": 1, "amount": kit.D(-5)}]
    found = [issue.said.en for issue in told(kit.tables(rows)) if issue.table == "drawings"]
    assert found == ["shipped: drawing 1 of L/C LC-1: -5 is not above 0; correct the amount"]
