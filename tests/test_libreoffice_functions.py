"""The functions in LibreOffice's cells: the plain functions' tests asked there, and what only a cell can show."""

from datetime import date, datetime

import pytest
import test_udfs
from lo import libreoffice

from xlpy.functions import FUNCTIONS, call

BOOK = "cells"
SHEET = "asked"


def written(value):
    """A value as the driver puts it into a cell."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return {"date": float((day - date(1899, 12, 30)).days)}
    if isinstance(value, bool):
        return {"formula": f"={str(value).upper()}()"}
    text = getattr(value, "text", value)
    return {"formula": f"={text}"} if isinstance(text, str) and text.startswith("#") else text


def in_cells(name, *arguments):
    """What `=TD_X(...)` shows, its arguments in cells: rows of numbers, texts, {"error": "#N/A"}, None for blank."""
    given, ranges = [], []
    optional = [argument.optional for argument in FUNCTIONS[name].arguments]
    for at, value in enumerate(arguments):
        if value is None and optional[at]:
            given.append("")
            continue
        given.append(f"{{{len(ranges)}}}")
        rows = value if isinstance(value, list) else [[value]]
        ranges.append([[written(cell) for cell in (row if isinstance(row, list) else [row])] for row in rows])
    expected = call(name, *arguments)
    rows, columns = len(expected), len(expected[0])
    formula = f"={name}({';'.join(given)})"
    return libreoffice().ask(book=BOOK, sheet=SHEET, formula=formula, arguments=ranges, rows=rows, columns=columns)


class Udfs:
    """`udfs.py` as tests call it, answered by LibreOffice's cells."""

    def __getattr__(self, name):
        def function(*arguments):
            rows = [["" if cell is None else cell for cell in row] for row in in_cells(name, *arguments)]
            return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

        return function


@pytest.fixture(scope="module", autouse=True)
def asked_there():
    libreoffice().new_book(name=BOOK)
    libreoffice().add_sheet(book=BOOK, name=SHEET)
    plain, test_udfs.udfs = test_udfs.udfs, Udfs()
    yield
    test_udfs.udfs = plain
    libreoffice().close_book(book=BOOK)


# --- The case tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", test_udfs.lines("commission", test_udfs.commission_can_say))
def test_commission_of_a_line(case):
    test_udfs.test_commission_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("commission", test_udfs.commission_can_say))
def test_the_tiers_of_a_line_sum_to_its_commission(case):
    test_udfs.test_the_tiers_of_a_line_sum_to_its_commission(case)


@pytest.mark.parametrize("case", test_udfs.lines("split", test_udfs.split_can_say))
def test_split_of_a_line(case):
    test_udfs.test_split_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("prizes", lambda case: not case["policy"]))
def test_prize_of_a_line(case):
    test_udfs.test_prize_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("pay", test_udfs.performance_can_say))
def test_performance_of_a_line(case):
    test_udfs.test_performance_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("targets"))
def test_targets_of_a_line(case):
    test_udfs.test_targets_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("credit", lambda case: len(test_udfs.parts(case["credits"])) > 1))
def test_a_shared_receipt_of_a_line_is_allocated(case):
    test_udfs.test_a_shared_receipt_of_a_line_is_allocated(case)


# --- Bad input -------------------------------------------------------------------------------------------


AS_LIBREOFFICE_HAS_IT = {
    "receipts that are blank": 0.0,
    "receipts that are true": 0.01,
    "receipts that are a day": 615.74,
    "attainment without a target": {"error": "#NUM!"},
    "no costs": 1.0,
    "too many arguments": {"error": "Err:504"},
}
"""LibreOffice hands a single blank cell over as 0, TRUE as 1 and a day as its number, as its own functions take them;
what is blank in a column stays blank. These cells show what the number gives. A call with too many arguments does not
reach the function: LibreOffice shows an error of its own."""


@pytest.mark.parametrize(
    ("case", "name", "arguments", "error"), [pytest.param(*bad, id=bad[0]) for bad in test_udfs.BAD]
)
def test_bad_input_shows_an_error(case, name, arguments, error):
    assert [[AS_LIBREOFFICE_HAS_IT.get(case, {"error": error})]] == in_cells(name, *arguments)
