"""Error values in any argument of any function: the result is an error too, whichever version of
Excel made it.
"""

from itertools import product

import pytest

from xlpy.functions import FUNCTIONS, CellProblem, call
from xlpy.functions.grids import is_many
from xlpy.ooxml.errors import ERROR_TEXTS, error_text
from xlpy.ooxml.values import CellError

NAMES, RECEIPTS = [["王芳"], ["陈明"]], [[2.0], [1.0]]
CUSTOMERS = ([["Acme"], ["Blue"]], [["a@acme.com"], [""]], [["Kenya"], ["Peru"]])
RANGES = (
    [["enquiry_no", "received_at", "salesperson"], ["E-1", "2012-07-02 09:00", "王芳"]],
    [["quotation_no", "enquiry_no", "sent_on"], ["Q-1", "E-1", "2012-07-03"]],
    [["order_no", "customer", "salesperson"], ["SO-1", "Acme", "王芳"]],
    [
        ["receipt_no", "date", "order_no", "amount", "currency"],
        ["R-1", "2012-07-03", "SO-1", 5.0, "CNY"],
    ],
)
GOOD = {
    "TD_COMMISSION": ([[80000.0], [130000.0]], [[100000.0], [100000.0]], "personal"),
    "TD_TIERS": (130000.0, 100000.0, "personal"),
    "TD_ATTAINMENT": ([[50.0], [20.0]], [[100.0], [100.0]]),
    "TD_RANK": (NAMES, RECEIPTS),
    "TD_SPLIT": (1000.0, NAMES, RECEIPTS, "刘洋"),
    "TD_PRIZE": (1000.0, "quarter", NAMES, RECEIPTS, "刘洋"),
    "TD_ALLOCATE": (100.0, [[1.0], [2.0]]),
    "TD_PERFORMANCE": (1.0, 1.0, 0.0, 0.0, "full", "full", 5.0),
    "TD_TARGETS": (100.0, 2012.0, "quarter"),
    "TD_MARGIN": (10.0, [[2.0], [3.0]], 6.3, 0.13, 0.1),
    "TD_APPROVAL": (0.03, 0.05),
    "TD_SIMILAR": ("Acme", "x@acme.com", "Kenya", *CUSTOMERS, 0.8),
    "TD_DUE": ("2012-07-02", "received", "2012-07-01"),
    "TD_FUNNEL": (*RANGES, "region", [["客户", "地区"], ["Acme", "欧洲 Europe"]]),
    "TD_TODO": ("2012-07-09", "王芳", RANGES[0], RANGES[2]),
    "TD_FORECAST": ([[f"2012-{month}"] for month in range(1, 10)], [[1.0]] * 9, 2.0),
    "TD_AGE": ([["2012-07-02"], ["2012-07-03"]], [[1.0], [2.0]], "2012-07-09"),
    "TD_PROGRESS": (
        [["item_no", "year", "quarter", "deliverable"], ["Q1-1", 2012.0, "Q1", "x"]],
        [["date", "item_no", "done"], ["2012-02-01", "Q1-1", 50.0]],
        "2012-03-01",
    ),
    "TD_MINUTES": ("8:06", "17:55", "8:00 18:00", 0.0),
    "TD_RMB": (5.0,),
    "TD_WORDS": (5.0, "USD"),
}
# Excel's numbers of errors: older ones, newer ones, and one that nobody has named yet.
NUMBERS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826243: "#SPILL!",
    -2146826238: "#CALC!",
    -2146826245: "#GETTING_DATA",
    -2146826241: "#BLOCKED!",
    -2146826239: "#FIELD!",
    -2146826188: "#ERROR 2100!",
}
PLACES = [(name, at) for name, given in GOOD.items() for at in range(len(given))]


def problems(results):
    return [cell for row in results for cell in row if isinstance(cell, CellProblem)]


@pytest.mark.parametrize("name", GOOD)
def test_the_call_has_no_problem_without_the_error(name):
    assert problems(call(name, *GOOD[name])) == []


@pytest.mark.parametrize(("place", "number"), list(product(PLACES, NUMBERS)))
def test_an_error_of_any_version_makes_the_result_an_error(place, number):
    name, at = place
    arguments = list(GOOD[name])
    if is_many(arguments[at]):
        arguments[at] = [[number], *arguments[at][1:]]
    else:
        arguments[at] = number
    found = problems(call(name, *arguments))
    assert any(NUMBERS[number] in problem.text for problem in found)


TIERS = [
    ["scheme", "over", "rate", "from"],
    ["personal", 0.0, 1.0, 33000.0],
    ["personal", 100.0, 1.25, 33000.0],
]
POLICY = [
    ["key", "value", "unit", "from", "source", "note"],
    ["margin.floor", 5.0, "percent", "1990-01-01", "", ""],
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("row", "column"), [(1, 1), (1, 2), (1, 3), (2, 0), (2, 2)])
def test_an_error_in_a_table_of_tiers_is_one(row, column, number):
    assert call("TD_COMMISSION", 80.0, 100.0, "personal", TIERS) == [[0.8]]
    tiers = [list(line) for line in TIERS]
    tiers[row][column] = number
    assert any(
        NUMBERS[number] in problem.text
        for problem in problems(call("TD_COMMISSION", 80.0, 100.0, None, tiers))
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_an_error_for_a_day_or_in_the_policy_is_one(number):
    assert problems(call("TD_COMMISSION", 80.0, 100.0, None, TIERS, number))
    assert problems(
        call("TD_APPROVAL", 0.03, None, None, [POLICY[0], ["margin.floor", number, *POLICY[1][2:]]])
    )


@pytest.mark.parametrize("text", sorted(ERROR_TEXTS))
def test_an_error_that_comes_as_its_text_or_from_a_file_is_one_too(text):
    for cell in (text, CellError(text)):
        [[problem]] = call("TD_COMMISSION", cell, 100.0)
        assert text in problem.text


def test_every_function_that_takes_values_of_cells_is_tried():
    # The two that take whole tables are tried below: what one cell of a table holds does not spoil
    # the others.
    tables = {"TD_MISSING", "TD_DOSSIER"}
    # Hands its arguments on to one of the others, and puts that one's errors into its text.
    packed = {"TD_PACK"}
    assert {name for name, function in FUNCTIONS.items() if function.compute} <= set(
        GOOD
    ) | tables | packed


@pytest.mark.parametrize("number", NUMBERS)
def test_an_error_in_what_is_packed_is_an_error_of_its_part(number):
    [[good]] = call("TD_PACK", "TD_COMMISSION", 1.0, 80000.0, 100000.0)
    [[bad]] = call("TD_PACK", "TD_COMMISSION", 1.0, number, 100000.0)
    assert "800" in good and not isinstance(good, CellProblem)
    assert isinstance(bad, CellProblem) or ("#" in bad and str(number) not in bad)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_error_in_a_form_is_told_by_its_text(number):
    header = [["报价号"], ["订单号"], ["价格"]]
    shown = call("TD_MISSING", "quotation", header, [["Q1"], ["A1"], [number]])
    assert problems(shown) or str(number) not in str(shown)


@pytest.mark.parametrize(
    "value", [0, 5, -1, 2012, -2146828289, True, -2146826243.0, "#SPILL", "", None]
)
def test_numbers_and_texts_are_no_errors(value):
    assert error_text(value) is None
