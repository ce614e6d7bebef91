"""The functions in LibreOffice's cells: the plain functions' tests asked there, and what only a
cell can show.
"""

import re
import shutil
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
import test_udfs
import test_udfs_policy
from lo import SHIPPED, again, libreoffice
from xlsxwriter import Workbook

from xlpy.build.book import WHATIF
from xlpy.build.workbook import new_book
from xlpy.core.tables import TABLES
from xlpy.functions import FUNCTIONS, call, reasons
from xlpy.libreoffice.extension.package import extension
from xlpy.ooxml.values import CellError

BOOK = "cells"
SHEET = "asked"


def written(value):
    """A value as the driver puts it into a cell."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return {"date": float((day - date(1899, 12, 30)).days)}
    if isinstance(value, bool):
        return {"formula": f"={str(value).upper()}()"}
    if isinstance(value, Decimal):
        return float(value)
    text = getattr(value, "text", value)
    return {"formula": f"={text}"} if isinstance(text, str) and text.startswith("#") else text


def in_cells(name, *arguments):
    """What `=TD_X(...)` shows, its arguments in cells: rows of numbers, texts, {"error": "#N/A"},
    None for blank.
    """
    given, ranges = [], []
    optional = [argument.optional for argument in FUNCTIONS[name].arguments]
    for at, value in enumerate(arguments):
        if value is None and optional[at]:
            given.append("")
            continue
        given.append(f"{{{len(ranges)}}}")
        rows = value if isinstance(value, list) else [[value]]
        ranges.append(
            [[written(cell) for cell in (row if isinstance(row, list) else [row])] for row in rows]
        )
    expected = call(name, *arguments)
    rows, columns = len(expected), len(expected[0])
    formula = f"={name}({';'.join(given)})"
    return libreoffice().ask(
        book=BOOK, sheet=SHEET, formula=formula, arguments=ranges, rows=rows, columns=columns
    )


class Udfs:
    """`udfs.py` as tests call it, answered by LibreOffice's cells."""

    def __getattr__(self, name):
        def function(*arguments):
            rows = [
                ["" if cell is None else cell for cell in row] for row in in_cells(name, *arguments)
            ]
            return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

        return function


@pytest.fixture(scope="module", autouse=True)
def asked_there():
    libreoffice().new_book(name=BOOK)
    libreoffice().add_sheet(book=BOOK, name=SHEET)
    plain, there = test_udfs.udfs, Udfs()
    test_udfs.udfs = test_udfs_policy.udfs = there
    yield
    test_udfs.udfs = test_udfs_policy.udfs = plain
    libreoffice().close_book(book=BOOK)


# --- The case tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", test_udfs.lines("commission", test_udfs.has_target))
def test_commission_of_a_line(case):
    test_udfs.test_commission_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("commission", test_udfs.has_target))
def test_the_tiers_of_a_line_sum_to_its_commission(case):
    test_udfs.test_the_tiers_of_a_line_sum_to_its_commission(case)


@pytest.mark.parametrize("case", test_udfs.lines("split", test_udfs.split_can_say))
def test_split_of_a_line(case):
    test_udfs.test_split_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("prizes", test_udfs.prize_can_say))
def test_prize_of_a_line(case):
    test_udfs.test_prize_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("pay", test_udfs.performance_can_say))
def test_performance_of_a_line(case):
    test_udfs.test_performance_of_a_line(case)


@pytest.mark.parametrize("case", test_udfs.lines("targets"))
def test_targets_of_a_line(case):
    test_udfs.test_targets_of_a_line(case)


@pytest.mark.parametrize(
    "case", test_udfs.lines("credit", lambda case: len(test_udfs.parts(case["credits"])) > 1)
)
def test_a_shared_receipt_of_a_line_is_allocated(case):
    test_udfs.test_a_shared_receipt_of_a_line_is_allocated(case)


# --- The policy -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        test_udfs_policy.test_performance_goes_by_the_amounts_of_the_policy_on_its_day,
        test_udfs_policy.test_the_floor_of_a_margin_is_the_policys_on_its_day,
        test_udfs_policy.test_follow_up_goes_by_the_days_of_the_policy_on_todays_day,
        test_udfs_policy.test_likely_duplicates_go_by_the_likeness_of_the_policy_in_force_today,
        test_udfs_policy.test_likely_duplicates_know_the_mail_domains_that_the_policy_names_as_anybodys,
    ],
    ids=lambda asked: asked.__name__,
)
def test_the_policy_of_a_call(asked):
    asked()


def test_a_row_of_the_workbooks_policy_that_is_edited_counts_at_once():
    """Received on 2 July 2012: a week later (D-4.2.3), or ten days when the manager says so."""
    book = str(again())
    policy, cell = TABLES["policy"].sheet, TABLES["welfare"].sheet
    [rows] = libreoffice().read(book=book, places=[[policy, "A1:B80"]])
    row = [key for key, _ in rows].index("follow_up.received") + 1
    libreoffice().write(
        book=book,
        sheet=cell,
        area="K1",
        values=[['=TD_DUE("2012-07-02";"received";;policy[#All])']],
    )
    shown = []
    for days in (None, 10):
        if days:
            libreoffice().write(book=book, sheet=policy, area=f"B{row}", values=[[days]])
        [[[day]]] = libreoffice().read(book=book, places=[[cell, "K1"]])
        shown.append(day - (date(2012, 7, 2) - date(1899, 12, 30)).days)
    assert shown == [7, 10]


# --- Bad input ------------------------------------------------------------------------------------


AS_LIBREOFFICE_HAS_IT = {
    "receipts that are blank": 0.0,
    "receipts that are true": 0.01,
    "receipts that are a day": 615.74,
    "attainment without a target": {"error": "#NUM!"},
    "no costs": {"error": "#NUM!"},
    "too many arguments": {"error": "Err:504"},
}
"""LibreOffice hands a single blank cell over as 0, TRUE as 1 and a day as its number, as its own
functions take them; what is blank in a column stays blank. These cells show what the number gives.
A call with too many arguments does not reach the function: LibreOffice shows an error of its own.
"""


@pytest.mark.parametrize(
    ("case", "name", "arguments", "error"), [pytest.param(*bad, id=bad[0]) for bad in test_udfs.BAD]
)
def test_bad_input_shows_an_error(case, name, arguments, error):
    assert [[AS_LIBREOFFICE_HAS_IT.get(case, {"error": error})]] == in_cells(name, *arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "shown"),
    [pytest.param(*blank[1:3], blank[4], id=blank[0]) for blank in test_udfs.BLANKS],
)
def test_a_blank_single_cell_is_refused_where_zero_is_not_allowed(name, arguments, shown):
    expected = {"error": shown} if str(shown).startswith("#") else shown
    assert expected == in_cells(name, *arguments)[0][0]


def test_a_range_of_one_cell_shows_that_it_is_blank():
    """What the page on functions tells those to write to whom it matters."""
    libreoffice().ask(book=BOOK, sheet=SHEET, formula="=1", arguments=[], rows=1, columns=1)
    libreoffice().write(
        book=BOOK, sheet=SHEET, area="J1:J2", values=[["=TD_RMB(H1)"], ["=TD_RMB(H1:H1)"]]
    )
    [shown] = libreoffice().read(book=BOOK, places=[[SHEET, "J1:J2"]])
    assert shown == [["零元整"], [{"error": "#VALUE!"}]]


def test_a_bad_row_does_not_touch_its_neighbours():
    shown = in_cells(
        "TD_COMMISSION", [["80000"], ["x"], [130000.0]], [[100000.0], [100000.0], [100000.0]]
    )
    assert shown == [[800.0], [{"error": "#VALUE!"}], [1375.0]]


# --- Why ------------------------------------------------------------------------------------------


def why(cells, formula):
    """What TD_WHY says of a formula whose cells hold these values: A1, A2, ..."""
    libreoffice().ask(book=BOOK, sheet=SHEET, formula="=1", arguments=[], rows=1, columns=1)
    for row, value in enumerate(cells, 1):
        libreoffice().write(book=BOOK, sheet=SHEET, area=f"H{row}", values=[[value]])
    libreoffice().write(book=BOOK, sheet=SHEET, area="J1:K1", values=[[formula, "=TD_WHY(J1)"]])
    [[[told]]] = libreoffice().read(book=BOOK, places=[[SHEET, "K1"]])
    return told


def reason(*asked):
    return "\n".join(reasons(call(*asked)))


@pytest.mark.parametrize(
    ("cells", "formula", "asked"),
    [
        (["abc", 100], "=TD_COMMISSION(H1;H2)", ("TD_COMMISSION", "abc", 100.0)),
        (["abc", 100], "=SUM(1;TD_COMMISSION(H1;H2))", ("TD_COMMISSION", "abc", 100.0)),
        (
            ["abc", 100],
            '=TD_COMMISSION(H1;H2;"team";;"2012-07")',
            ("TD_COMMISSION", "abc", 100.0, "team"),
        ),
        ([5, 0], "=TD_ATTAINMENT($H$1;H2)", ("TD_ATTAINMENT", 5.0, 0.0)),
        ([5, 0], "=TD_ATTAINMENT(H1+1;H2-1)", ("TD_ATTAINMENT", 6.0, -1.0)),
        (
            ["=1/0", 1],
            "=TD_ALLOCATE(5;H1:H2)",
            ("TD_ALLOCATE", 5.0, [[CellError("#DIV/0!")], [1.0]]),
        ),
        ([2, -1], "=TD_ALLOCATE(5;H1:H2)", ("TD_ALLOCATE", 5.0, [[2.0], [-1.0]])),
        ([], '=TD_WORDS(1;"US")', ("TD_WORDS", 1.0, "US")),
        ([], "=TD_RMB(-5)", ("TD_RMB", -5.0)),
        ([], "=TD_MARGIN(100;90;;13%;17%)", ("TD_MARGIN", 100.0, 90.0, None, 0.13, 0.17)),
        ([1, "abc", 2], "=TD_ALLOCATE(H1*2;H2:H3)", ("TD_ALLOCATE", 2.0, [["abc"], [2.0]])),
        (
            [5, 6],
            '=TD_COMMISSION(H1:H2;100;;"x")',
            ("TD_COMMISSION", [[5.0], [6.0]], 100.0, None, "x"),
        ),
        ([], '=IF(1=2;TD_RMB("x");TD_COMMISSION(1;0))', ("TD_COMMISSION", 1.0, 0.0)),
        ([], "=TD_COMMISSION(1;1;#REF!)", ("TD_COMMISSION", 1.0, 1.0, CellError("#REF!"))),
    ],
)
def test_why_tells_the_functions_own_reason(cells, formula, asked):
    told = why(cells, formula)
    assert (reason(*asked), False) == (told, told is None)


def test_why_in_an_array_formula_tells_the_reason_of_the_cell_itself():
    columns = [[80000], ["abc"], [5]], [[100], [100], [0]]
    formula = "=TD_COMMISSION({0};{1})"
    shown = libreoffice().ask(
        book=BOOK, sheet=SHEET, formula=formula, arguments=columns, rows=4, columns=1
    )
    libreoffice().write(
        book=BOOK, sheet=SHEET, area="J1:J4", values=[[f"=TD_WHY(A{row})"] for row in range(1, 5)]
    )
    [told] = libreoffice().read(book=BOOK, places=[[SHEET, "J1:J4"]])
    assert [{"error": error} for error in ("#VALUE!", "#NUM!", "#N/A")] == [
        cell for [cell] in shown[1:]
    ]
    text, target = (reason("TD_COMMISSION", *asked) for asked in (("abc", 100.0), (5.0, 0.0)))
    assert [[None], [text], [target]] == told[:3]
    assert "more cells than its result has" in told[3][0]


def test_why_tells_a_blank_cell_as_one_that_is_blank():
    assert "scheme is blank" in why([], "=TD_COMMISSION(1;1;H1)")
    assert "target is blank" in why([5], "=TD_COMMISSION(H1;H2)")


def test_why_does_not_take_another_calls_reason_for_that_of_a_calculation_that_is_an_error_itself():
    why([1e20], "=TD_COMMISSION(H1*2;100)")
    assert "put it into a cell of its own" in why(["abc"], "=TD_COMMISSION(H1*2;100)")


def test_why_does_not_take_another_error_for_that_of_a_calculation():
    why([5, "abc"], "=TD_ATTAINMENT(H2;H1)")
    assert reason("TD_ATTAINMENT", 6.0, -1.0) == why([5, 0], "=TD_ATTAINMENT(H1+1;H2-1)")


def test_why_names_a_function_that_there_is_not():
    assert "no function TD_COMISSION" in why([], "=TD_COMISSION(1;1)")


def test_why_follows_a_name_of_the_sheet_alone():
    """Names of a sheet have numbers of their own, which those of the workbook have, too."""
    libreoffice().name(book=BOOK, name="everywhere", area=f"${SHEET}.$H$1:$H$2")
    libreoffice().name(book=BOOK, name="only_here", area=f"${SHEET}.$H$3:$H$4", sheet=SHEET)
    told = why(["high", 1, "low", 1], "=TD_ALLOCATE(5;only_here)")
    assert reason("TD_ALLOCATE", 5.0, [["low"], [1.0]]) == told


def test_the_button_why_knows_the_reasons_of_calculations_too():
    told = why([-7], "=TD_COMMISSION(5;H1*1)")
    libreoffice().select(book=BOOK, sheet=SHEET, area="J1")
    assert [True, told] == [
        (outcome := libreoffice().press(book=BOOK, button="why"))[0],
        outcome[1][0][-1],
    ]


def test_why_is_empty_where_there_is_no_error():
    assert None is why([200000, 100000], "=TD_COMMISSION(H1;H2)")


def test_why_says_so_when_the_error_is_not_a_functions():
    assert "no TD_ function" in why([1, 0], "=H1/H2")
    assert "rest of the formula" in why([200000, 100000], "=TD_COMMISSION(H1;H2)/0")


def test_why_follows_names_and_tables_of_the_workbook():
    book, sheet = str(again()), TABLES["welfare"].sheet
    formulas = ["=TD_ALLOCATE(5;fines_name)", '=TD_COMMISSION(1;1;"nobody";tiers[#All])']
    rows = [[formula, f"=TD_WHY(K{row})"] for row, formula in enumerate(formulas, 1)]
    libreoffice().write(book=book, sheet=sheet, area="K1:L2", values=rows)
    [told] = libreoffice().read(book=book, places=[[sheet, "L1:L2"]])
    assert "weights" in told[0][0] and "scheme" in told[1][0]


# --- Tables in, tables out ------------------------------------------------------------------------


def test_an_array_formula_over_tables_asks_its_function_once():
    """LibreOffice asked TD_DOSSIER anew for every cell of the second table and those behind it."""
    book = str(again())
    libreoffice().add_sheet(book=book, name=SHEET)
    asked = (
        "TD_DOSSIER(orders[#All];staff[#All];quotations[#All];order_lines[#All];costs[#All];"
        "accounts[#All])"
    )
    libreoffice().write(book=book, sheet=SHEET, area="Z1", values=[[f"=LEN({asked})"]])
    began = time.monotonic()
    libreoffice().read(book=book, places=[[SHEET, "Z1"]])
    once = time.monotonic() - began
    shown = libreoffice().ask(
        book=book, sheet=SHEET, formula=f"={asked}", arguments=[], rows=340, columns=4
    )
    taken = time.monotonic() - began - once
    assert len({order for order, *_ in shown[:-1]}) == 339
    assert shown[-1] == [{"error": "#N/A"}] * 4
    assert taken < 20 * max(once, 0.1)


def test_a_dossier_may_be_asked_for_with_the_orders_alone():
    orders = test_udfs.order_ranges(test_udfs.kit.order())["orders"]
    [[order, _, following, missing]] = in_cells("TD_DOSSIER", orders)
    assert (order, following) == (test_udfs.kit.NO, "已报价 quoted")
    assert "there is no quotation" in missing


# --- The workbook and its file --------------------------------------------------------------------


def test_every_function_is_found_by_its_name_in_a_file_and_goes_back_under_it(tmp_path):
    """The names of Excel's file, read and written by LibreOffice; what they show is computed
    anew.
    """
    path, out = tmp_path / "names.xlsx", tmp_path / "out.xlsx"
    with Workbook(path) as made:
        sheet = made.add_worksheet("all")
        for row, (name, function) in enumerate(FUNCTIONS.items()):
            sheet.write_formula(
                row, 0, f"={name}({','.join('B1' for _ in range(function.required))})", None, 99
            )
    libreoffice().open_book(path=str(path))
    libreoffice().recalculate(book=str(path))
    [cells] = libreoffice().read(book=str(path), places=[["all", f"A1:A{len(FUNCTIONS)}"]])
    libreoffice().save_as(book=str(path), path=str(out))
    libreoffice().close_book(book=str(path))
    assert [row for row in cells if row[0] in (99.0, {"error": "#NAME?"})] == []
    with zipfile.ZipFile(out) as package:
        written = re.findall(
            r"<f[^>]*>(TD_\w+)\(", package.read("xl/worksheets/sheet1.xml").decode()
        )
    assert list(FUNCTIONS) == written


def test_the_wizard_shows_every_functions_help_and_its_arguments():
    expected = {
        f.name: [f.help, [[a.name, a.help] for a in f.arguments]] for f in FUNCTIONS.values()
    }
    # What may be given many times has a line for each.
    for name in (f.name for f in FUNCTIONS.values() if f.repeats):
        expected[name][1] += expected[name][1][-1:] * 29
    assert expected == libreoffice().descriptions(prefix="TD_")


@pytest.mark.parametrize("demo", [True, False], ids=["shipped", "new"])
def test_a_workbook_shows_the_same_after_everything_is_computed_anew(tmp_path, demo):
    """A reader without Python sees figures; with it they are computed, and are those figures."""
    book = tmp_path / "TradeDept.xlsm"
    if demo:
        shutil.copyfile(SHIPPED, book)
    else:
        new_book(book, year=2026)
    libreoffice().open_book(path=str(book))
    before, sheet = libreoffice().shown(book=str(book), prefix="TD_"), what_if(book)
    libreoffice().recalculate(book=str(book))
    after, computed = libreoffice().shown(book=str(book), prefix="TD_"), what_if(book)
    libreoffice().close_book(book=str(book))
    # A block asks once; plain formulas take each cell's part out of the answer.
    assert before and sum(cell not in ("", None) for cell in sheet) > 200
    assert [place for place in before if before[place] != after[place]] == []
    assert [place for place, shown in after.items() if isinstance(shown, dict)] == []
    assert sheet == computed


def what_if(book):
    [rows] = libreoffice().read(book=str(book), places=[[WHATIF, "A1:J125"]])
    return [cell for row in rows for cell in row]


def test_the_extension_is_the_same_bytes_each_time():
    assert extension("python") == extension("python")
