"""The functions for cells as plain functions: the case tables, columns, tables out, and what bad
input shows.
"""

import csv
import json
import re
import subprocess
import sys
from calendar import monthrange
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import dossierkit as kit
import pytest
from hypothesis import given
from hypothesis import strategies as st

import udfs
from xlpy.core.commission import commission
from xlpy.core.ladder import ladder
from xlpy.core.policy import Step
from xlpy.core.tables import TABLES
from xlpy.excel.functions import Marked, in_cells, marked
from xlpy.functions import CATEGORY, CELL, FUNCTIONS, REFERENCE, CellProblem, call, reasons
from xlpy.ooxml.values import CellError

CASES = Path(__file__).parent / "cases"
TIERS = [["scheme", "over", "rate", "from"]]
_PLAN = ("item_no", "year", "quarter", "deliverable", "classes", "per_class", "weight", "owner")
PLANNED = [
    [*_PLAN, "deadline"],
    ["Q1-1", 2012.0, "Q1", "pictures", 20.0, 9.0, 3.0, "Jack", "2012-03-01"],
    ["Q1-2", 2012.0, "Q1", "a scheme", None, None, None, "Anna", "2012-03-01"],
]
PROGRESS = [
    ["date", "item_no", "done"],
    ["2012-03-01", "Q1-1", 90.0],
    ["2012-02-20", "Q1-2", 100.0],
    ["2012-02-20", "Q1-1", 120.0],
]
ASKED = (
    [
        ["enquiry_no", "received_at", "salesperson", "channel", "order_no"],
        ["E-1", "2012-07-02 09:00", "王芳", "search", "SO-1"],
        ["E-2", "2012-07-09 09:00", None, None, None],
    ],
    [["quotation_no", "enquiry_no", "sent_on"], ["Q-1", "E-1", "2012-07-03"]],
    [["order_no", "customer", "salesperson"], ["SO-1", "Acme", "王芳"], ["SO-2", "Acme", "王芳"]],
    [
        ["receipt_no", "date", "order_no", "amount", "currency"],
        ["R-1", "2012-07-04", "SO-1", 5.5, "CNY"],
        ["R-2", "2012-07-05", "SO-2", 7.0, "CNY"],
    ],
)
"""Two enquiries, a quotation, an order of the one, an order without enquiry, their receipts."""
POLICY = [
    ["参数 Key", "值 Value", "单位 Unit", "生效日期 In force from", "依据 Source", "说明 Note"]
]
SHARES = [["方案 Scheme", "去向 Kind", "比例% Share %", "生效日期 In force from"]]
DEFAULTS = Path(udfs.__file__).parent / "xlpy" / "defaults"


def lines(name, wanted=lambda case: True):
    """The lines of a case file that a function can be asked, each under its sentence."""
    with open(CASES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file) if wanted(row)]


def parts(text):
    return [tuple(item.split()) for item in text.split(";") if item.strip()]


def default_table(name, headers):
    """A table of the package's rules as a range of the workbook: numbers and days as Excel hands
    them over.
    """
    with open(DEFAULTS / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return headers + [[*row[:-2], float(row[-2]), datetime.fromisoformat(row[-1])] for row in rows]


def with_rows(table, added):
    """A range with rows added, as a case writes them: `personal 200 2 2012-07-01`, `-` for a
    blank.
    """
    rows = [
        (*words[:-2], "" if words[-2] == "-" else float(words[-2]), words[-1])
        for words in parts(added)
    ]
    return [*table, *(list(row) for row in rows)]


def policy_with(*added):
    """The workbook's policy table as a range: the package's rows, and rows added as `key value
    day`.
    """
    with open(DEFAULTS / "policy.csv", encoding="utf-8", newline="") as file:
        rows = [
            [row[name] for name in ("key", "value", "unit", "from", "source", "note")]
            for row in csv.DictReader(file)
        ]
    rows += [
        [key, value, "", day, "", ""] for key, value, day in (text.rsplit(" ", 2) for text in added)
    ]
    return [
        *POLICY,
        *(
            [key, _number(value), u, datetime.fromisoformat(day), *r]
            for key, value, u, day, *r in rows
        ),
    ]


def _number(text):
    try:
        return float(text)
    except ValueError:
        return text or None


def policy_of(case):
    """The policy with the choices of a case; left out where it makes none."""
    added = [f"{key} {value} 1991-01-01" for key, value in parts(case["policy"])]
    return policy_with(*added) if added else None


def tiers_of(case):
    rows = default_table("tiers", TIERS)
    return with_rows(
        [TIERS[0], *([row[0], float(row[1]), *row[2:]] for row in rows[1:])], case["tiers"]
    )


def column(values):
    return [[value] for value in values]


def errors(result):
    return [cell.error if isinstance(cell, CellProblem) else cell for row in result for cell in row]


def base_of(case):
    return float(Fraction(case["receipts"]) + Fraction(case["carried_in"]))


def has_target(case):
    """TD_TIERS has no parts without a target, nor of what is clawed back."""
    return case["negative"] == "carry" and case["target"]


def terms_of(case):
    """A line's choice and edition, as a policy range."""
    return policy_with(
        f"receipts.negative {case['negative']} 1991-01-01",
        f"rules.edition {case['edition'] or '2'} 1991-01-01",
    )


@pytest.mark.parametrize("case", lines("commission"))
def test_commission_of_a_line(case):
    target = float(case["target"]) if case["target"] else None
    rules = case["scheme"], tiers_of(case), case["month"], terms_of(case)
    assert float(case["commission"]) == udfs.TD_COMMISSION(base_of(case), target, *rules)


@pytest.mark.parametrize("case", lines("commission", has_target))
def test_the_tiers_of_a_line_sum_to_its_commission(case):
    rows = udfs.TD_TIERS(
        base_of(case), float(case["target"]), case["scheme"], tiers_of(case), case["month"]
    )
    amounts = [Fraction(str(row[4])) for row in rows]
    assert Fraction(case["commission"]) == sum(amounts)
    assert max(Fraction(str(base_of(case))), Fraction(0)) == pytest.approx(
        float(sum(Fraction(r[2]) for r in rows))
    )


def test_commission_of_all_lines_as_one_column():
    cases = [
        param.values[0] for param in lines("commission", has_target) if not param.values[0]["tiers"]
    ]
    expected = column(float(case["commission"]) for case in cases)
    got = udfs.TD_COMMISSION(
        column(base_of(case) for case in cases),
        column(float(case["target"]) for case in cases),
        column(case["scheme"] for case in cases),
        None,
        column(case["month"] for case in cases),
    )
    assert expected == got


def people(case):
    managers = [words[0] for words in parts(case["managers"])]
    found = parts(case["receipts"]) or [("nobody", "0")]
    names, receipts = (
        column(name for name, _ in found),
        column(float(figure) for _, figure in found),
    )
    return names, receipts, column(managers or [None])


def shown(rows, kind):
    return "; ".join(
        f"{name} {amount:.2f}" for row_kind, name, _, amount in rows if row_kind == kind
    )


def split_can_say(case):
    """The function ranks by what it is given as receipts; the star is named only where sales were
    shared.
    """
    return "rank.by" not in case["policy"]


@pytest.mark.parametrize("case", lines("split", split_can_say))
def test_split_of_a_line(case):
    star = case["star"] if case["collaborative"] == "yes" else None
    shares = with_rows(default_table("shares", SHARES), case["shares"])
    rows = udfs.TD_SPLIT(
        float(case["amount"]), *people(case), star, shares, case["month"], policy_of(case)
    )
    kinds = ("manager", "first", "second", "third")
    assert [case[kind] for kind in kinds] == [shown(rows, kind) for kind in kinds]
    assert case["star_row"] == shown(rows, "star")
    pools = ("welfare", "quarter", "year")
    assert [f"{pool} {case[pool]}" for pool in pools] == [shown(rows, pool) for pool in pools]


def prize_can_say(case):
    """The function is told names alone: managers of the whole period, and nothing of who left."""
    dated = any(word in case["managers"].split() for word in ("left", "hired"))
    return not dated and not ("prize.leavers" in case["policy"] and case["left"])


@pytest.mark.parametrize("case", lines("prizes", prize_can_say))
def test_prize_of_a_line(case):
    kind = "quarter" if "Q" in case["period"] else "year"
    rows = udfs.TD_PRIZE(
        float(case["pool"]), kind, *people(case), None, case["period"], policy_of(case)
    )
    kinds = ("manager", "first", "second", "third", "others", "retained")
    assert [case[kind] for kind in kinds] == [shown(rows, kind) for kind in kinds]


def performance_can_say(case):
    """The function is a salesperson's who is there, with amounts of fines; it is told no days of
    hiring and leaving.
    """
    amounts = all(len(words) == 2 for words in parts(case["fines"]))
    part_items = "pay.part_items" in case["policy"] and (case["hired"] or case["left"])
    return case["role"] == "salesperson" and amounts and not part_items and has_a_working_day(case)


def has_a_working_day(case):
    """Whether the person of a line is employed on a Monday to Friday of the month, or on a make-up
    day.
    """
    year, month = map(int, case["month"].split("-"))
    days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    first, last = (
        date.fromisoformat(case[key]) if case[key] else None for key in ("hired", "left")
    )
    there = [
        day for day in days if (first is None or first <= day) and (last is None or day <= last)
    ]
    made_up = {
        date.fromisoformat(day) for day, kind in parts(case["holidays"]) if kind == "workday"
    }
    return any(day.weekday() < 5 or day in made_up for day in there)


@pytest.mark.parametrize("case", lines("pay", performance_can_say))
def test_performance_of_a_line(case):
    items = ("sales_pay", "attendance_pay", "teamwork_pay", "execution_pay")
    expected = sum(Fraction(case[item]) for item in items) - Fraction(case["fines_taken"])
    fines = sum(float(amount) for _, amount in parts(case["fines"])) or None
    numbers = (float(case[key]) for key in ("receipts", "target", "late", "personal_leave"))
    graded = (case["teamwork"], case["execution"])
    assert float(expected) == udfs.TD_PERFORMANCE(
        *numbers, *graded, fines, case["month"], policy_of(case)
    )


@pytest.mark.parametrize("case", lines("targets"))
def test_targets_of_a_line(case):
    holidays = (
        [["date", "kind"], *(list(words) for words in parts(case["holidays"]))]
        if case["holidays"]
        else None
    )
    year = float(case["year"]) if case["year"].isdigit() else case["year"]
    rows = udfs.TD_TARGETS(float(case["amount"]), year, case["by"], holidays)
    figures = {name: f"{amount:.2f}" for name, amount in rows}
    assert int(case["periods"]) == len(rows)
    assert dict(parts(case["figures"])) == {
        name: figures[name] for name, _ in parts(case["figures"])
    }
    assert Fraction(case["amount"]) == sum(Fraction(str(amount)) for _, amount in rows)


@pytest.mark.parametrize("case", lines("credit", lambda case: len(parts(case["credits"])) > 1))
def test_a_shared_receipt_of_a_line_is_allocated(case):
    weights = [[float(share) for _, share in parts(case["credits"])]]
    [got] = udfs.TD_ALLOCATE(float(case["cny"]), weights)
    assert case["credited"] == "; ".join(
        f"{name} {part:.2f}" for (name, _), part in zip(parts(case["credits"]), got, strict=True)
    )


# --- Shapes ---------------------------------------------------------------------------------------


def test_a_single_target_goes_with_every_row():
    assert udfs.TD_COMMISSION([[80000.0], [130000.0]], 100000.0) == [[800.0], [1375.0]]


def test_a_row_in_gives_a_row_out():
    assert udfs.TD_ATTAINMENT([[50.0, 200.0]], [[100.0, 100.0]]) == [[0.5, 2.0]]


def test_a_column_of_one_cell_is_a_single_cell():
    assert udfs.TD_COMMISSION([[200000.0]], [[100000.0]]) == 2375.0


def test_columns_of_unequal_length_are_an_error_that_names_both():
    got = udfs.TD_COMMISSION([[1.0], [2.0], [3.0]], [[1.0], [2.0]])
    assert (got.error, "3" in got.en, "2" in got.en) == ("#VALUE!", True, True)


def test_a_block_where_a_column_belongs_is_an_error():
    assert udfs.TD_COMMISSION([[1.0, 2.0], [3.0, 4.0]], 100.0).error == "#VALUE!"


def test_rows_blank_in_every_column_stay_blank():
    got = udfs.TD_COMMISSION([[80000.0], [None], [""]], [[100000.0], [None], [None]])
    assert got == [[800.0], [""], [""]]


def test_columns_that_are_blank_throughout_are_an_error():
    assert udfs.TD_COMMISSION([[None], [None]], [[None], [None]]).error == "#N/A"


def test_names_and_receipts_may_reach_below_the_data():
    assert udfs.TD_RANK([["王芳"], [None], [None]], [[3.0], [None], [0.0]]) == [["王芳", 3.0, 1.0]]


def test_ties_share_a_rank_and_the_next_rank_is_left_out():
    rows = udfs.TD_RANK(column("abcd"), column([100.0, 300.0, 300.0, 0.0]))
    assert rows == [["b", 300.0, 1.0], ["c", 300.0, 1.0], ["a", 100.0, 3.0], ["d", 0.0, "无 none"]]


def test_a_table_is_found_by_either_half_of_its_headers_and_foreign_columns_do_not_matter():
    headers = [["备注", "RATE %", "方案", "Over % of target", "生效日期"]]
    rows = [["x", 2.0, "个人", 0.0, date(2012, 1, 1)]]
    assert (
        udfs.TD_COMMISSION(1000.0, 5000.0, "个人 personal", headers + rows, date(2012, 7, 31))
        == 20.0
    )


@pytest.mark.parametrize(
    "day", ["2012-07-30", date(2012, 7, 30), datetime(2012, 7, 30), 41120.0, "2012年7月30日"]
)
def test_the_day_picks_the_rows_in_force(day):
    tiers = [*TIERS, ["personal", 0.0, 1.0, "2012-01-01"], ["personal", 0.0, 2.0, "2012-07-31"]]
    assert udfs.TD_COMMISSION(100.0, 100.0, None, tiers, day) == 1.0
    assert udfs.TD_COMMISSION(100.0, 100.0, None, tiers, "2012-07") == 2.0


def test_a_first_of_a_month_is_that_day_and_not_the_month():
    tiers = [*TIERS, ["personal", 0.0, 1.0, "2012-01-01"], ["personal", 0.0, 2.0, "2012-07-31"]]
    assert udfs.TD_COMMISSION(100.0, 100.0, None, tiers, "2012-07-01") == 1.0


def test_without_a_day_a_rate_of_the_future_does_not_count():
    tiers = [*TIERS, ["personal", 0.0, 1.0, "2012-01-01"], ["personal", 0.0, 2.0, "2100-01-01"]]
    assert udfs.TD_COMMISSION(100.0, 100.0, "personal", tiers) == 1.0


def test_holidays_may_be_a_plain_column_of_days():
    year = udfs.TD_TARGETS(261.0, 2012.0, "day", [[datetime(2012, 1, 2)], [datetime(2012, 1, 3)]])
    assert (len(year), year[0][0]) == (259, "2012-01-04")


def test_margin_with_rebate():
    # Revenue 10 000 USD x 6.3 = 63 000; 50 000 / 1.17 x 13 % = 5 555.56; profit 63 000 - 58 000 +
    # 5 555.56.
    margin = udfs.TD_MARGIN(10000.0, [[50000.0], [8000.0]], 6.3, 0.17, "13%")
    assert margin == pytest.approx(10555.56 / 63000, abs=1e-12)


def test_margins_of_a_column_take_a_row_of_costs_each():
    got = udfs.TD_MARGIN([[100.0], [200.0]], [[90.0, 5.0], [150.0, None]])
    assert got == [[0.05], [0.25]]


def test_margins_may_reach_below_the_data():
    columns = [
        [[100.0], [None], [200.0], [None]],
        [[90.0, 5.0], [None, ""], [None, None], [1.0, None]],
    ]
    got = udfs.TD_MARGIN(*columns)
    assert errors(got) == [0.05, "", "#VALUE!", "#VALUE!"]
    assert [got[2][0].en, got[3][0].en] == ["the costs are blank", "revenue is blank"]
    lying = [list(map(list, zip(*column, strict=True))) for column in columns]
    assert errors(udfs.TD_MARGIN(*lying)) == errors(got)
    assert udfs.TD_MARGIN([[None], [None]], [[None], [None]]).error == "#N/A"


def test_a_purchase_price_that_is_blank_is_no_price_of_zero():
    """The page says that only a further cost may be blank."""
    assert "purchase" in udfs.TD_MARGIN(100.0, [[None], [90.0]]).en
    assert udfs.TD_MARGIN(100.0, [[0.0], [90.0]]) == 0.1


def test_a_known_customer_whose_name_is_a_number_is_one_like_others():
    known = [[1688.0], ["Acme"]], [[None], [None]], [[None], ["Kenya"]]
    assert udfs.TD_SIMILAR("1688", None, None, *known) == [["1688", "名称相同 / same name"]]
    assert udfs.TD_SIMILAR("acme", None, None, *known) == [["Acme", "名称相同 / same name"]]


def test_a_margin_below_the_floor_needs_the_manager():
    got = udfs.TD_APPROVAL([[0.0499], [0.05], ["5.01%"]], 0.05)
    assert got == [["经理 manager"], ["业务员 salesperson"], ["业务员 salesperson"]]


def test_amounts_in_words_of_a_column():
    assert udfs.TD_RMB([[1.0], [100.05]]) == [["壹元整"], ["壹佰元零伍分"]]
    assert udfs.TD_WORDS(105.5, "usd") == "SAY US DOLLARS ONE HUNDRED AND FIVE AND CENTS FIFTY ONLY"


# --- Dossiers -------------------------------------------------------------------------------------


def order_ranges(rows):
    """The tables of an order as ranges of the workbook: labels on top, values as Excel hands them
    over.
    """
    tables = kit.tables(rows)
    keys = [
        key
        for key in (*kit.shared(), *rows)
        if key not in ("companies", "banks", "addresses", "suppliers")
    ]
    return {
        key: [
            [column.label for column in TABLES[key].columns],
            *([row.get(column.key) for column in TABLES[key].columns] for row in tables._rows[key]),
        ]
        for key in keys
        if key != "customers"
    }


def test_a_forms_row_says_what_it_lacks_and_a_complete_one_is_an_empty_text():
    headers = [
        ["报价号", "订单号 Order no.", "enquired_on", "发出日期", "贸易术语", "付款条件", "交货期"]
    ]
    complete = [
        "QT-1",
        "SO-1",
        datetime(2012, 3, 5),
        40973.0,
        "CIF Hamburg",
        "L/C at sight",
        "30 days",
    ]
    incomplete = [
        "QT-1",
        "SO-1",
        datetime(2012, 3, 5),
        None,
        "CIF Hamburg",
        "L/C at sight",
        "30 days",
    ]
    assert udfs.TD_MISSING("报价单", headers, [complete]) == ""
    assert udfs.TD_MISSING("quotation", headers, [complete, incomplete]) == [
        [""],
        ["发出日期没有填写 / Sent on is empty"],
    ]


def test_each_order_says_how_far_it_has_come_and_what_comes_next():
    ranges = order_ranges(kit.order())
    orders = ranges.pop("orders")
    assert udfs.TD_DOSSIER(orders, *ranges.values()) == [[kit.NO, "已归档 archived", "", ""]]
    ranges.pop("archives")
    [[_, reached, following, missing]] = udfs.TD_DOSSIER(orders, *ranges.values())
    assert (reached, following, "archive" in missing) == ("已收款 paid", "已归档 archived", True)


def test_a_table_that_is_given_twice_is_refused():
    """One of the two would not count, and nothing would say so."""
    ranges = order_ranges(kit.order())
    orders, staff = ranges["orders"], ranges["staff"]
    got = udfs.TD_DOSSIER(orders, staff, staff[:2])
    assert (got.error, '"Staff" is given twice' in got.en) == ("#VALUE!", True)


# --- Bad input ------------------------------------------------------------------------------------

NAMES, RECEIPTS = [["王芳"], ["陈明"]], [[2.0], [1.0]]
WORDY = [["margin.floor", "five", "1991-01-01"]]
LATER = [["margin.floor", 5.0, "percent", "1991-01-01", "", ""]]
BAD = [
    ("receipts that are text", "TD_COMMISSION", ("abc", 100.0), "#VALUE!"),
    ("receipts that are blank", "TD_COMMISSION", (None, 100.0), "#VALUE!"),
    ("receipts that are true", "TD_COMMISSION", (True, 100.0), "#VALUE!"),
    ("receipts that are a day", "TD_COMMISSION", (datetime(2012, 7, 1), 100.0), "#VALUE!"),
    ("receipts too large to be exact", "TD_COMMISSION", (1e15, 100.0), "#VALUE!"),
    ("receipts that are no number", "TD_COMMISSION", (float("nan"), 100.0), "#VALUE!"),
    ("a target of zero", "TD_COMMISSION", (1.0, 0.0), "#NUM!"),
    ("a target below zero", "TD_COMMISSION", (-1.0, -5.0), "#NUM!"),
    ("a scheme that is none", "TD_COMMISSION", (1.0, 1.0, "person"), "#VALUE!"),
    ("a formula error", "TD_COMMISSION", ("#DIV/0!", 1.0), "#DIV/0!"),
    ("a formula error of a file", "TD_COMMISSION", (CellError("#N/A"), 1.0), "#N/A"),
    (
        "tiers without headers",
        "TD_COMMISSION",
        (1.0, 1.0, None, [["personal", 0.0, 1.0, 1.0]]),
        "#VALUE!",
    ),
    (
        "tiers without a rate column",
        "TD_COMMISSION",
        (1.0, 1.0, None, [["scheme", "over", "from"]]),
        "#N/A",
    ),
    (
        "tiers with a bad rate",
        "TD_COMMISSION",
        (1.0, 1.0, None, [*TIERS, ["team", 0.0, "x", 41000.0]]),
        "#VALUE!",
    ),
    (
        "tiers that begin later",
        "TD_COMMISSION",
        (1.0, 1.0, None, [*TIERS, ["personal", 0.0, 1.0, 73000.0]]),
        "#N/A",
    ),
    (
        "a policy without headers",
        "TD_APPROVAL",
        (0.05, None, None, [["margin.floor", 5.0]]),
        "#VALUE!",
    ),
    (
        "a policy without a day",
        "TD_APPROVAL",
        (0.05, None, None, [["key", "value", "from"], ["a", 5.0, None]]),
        "#VALUE!",
    ),
    (
        "a policy of words",
        "TD_APPROVAL",
        (0.05, None, None, [["key", "value", "from"], *WORDY]),
        "#N/A",
    ),
    (
        "a policy without the floor",
        "TD_APPROVAL",
        (0.05, None, None, [["key", "value", "from"]]),
        "#N/A",
    ),
    (
        "a floor before the policy",
        "TD_APPROVAL",
        (0.05, None, "1990-01-01", [*POLICY, *LATER]),
        "#N/A",
    ),
    ("a floor of a day that is none", "TD_APPROVAL", (0.05, 0.05, "soon"), "#VALUE!"),
    (
        "pay of a day that is none",
        "TD_PERFORMANCE",
        (1.0, 1.0, 0.0, 0.0, "full", "full", None, "soon"),
        "#VALUE!",
    ),
    ("a day that is none", "TD_COMMISSION", (1.0, 1.0, None, None, "soon"), "#VALUE!"),
    ("too many arguments", "TD_ATTAINMENT", (1.0, 1.0, 1.0), "#VALUE!"),
    ("attainment without a target", "TD_ATTAINMENT", (1.0, None), "#VALUE!"),
    ("a name twice", "TD_RANK", ([["王芳"], ["王芳"]], RECEIPTS), "#VALUE!"),
    ("receipts of nobody", "TD_RANK", ([["王芳"], [None]], RECEIPTS), "#VALUE!"),
    ("a number for a name", "TD_RANK", ([["王芳"], [7.0]], RECEIPTS), "#VALUE!"),
    ("fewer receipts than names", "TD_RANK", (NAMES, [[1.0]]), "#VALUE!"),
    ("nobody at all", "TD_RANK", ([[None], [None]], [[None], [None]]), "#N/A"),
    ("a star whom nobody knows", "TD_SPLIT", (1.0, NAMES, RECEIPTS, None, "王方"), "#VALUE!"),
    ("an amount that is text", "TD_SPLIT", ("1.234,5x", NAMES, RECEIPTS, None), "#VALUE!"),
    (
        "shares of 90 %",
        "TD_SPLIT",
        (1.0, NAMES, RECEIPTS, None, None, [*SHARES, ["month", "year", 90.0, 4e4]]),
        "#NUM!",
    ),
    ("a prize of a month", "TD_PRIZE", (1.0, "month", NAMES, RECEIPTS, None), "#VALUE!"),
    ("a pool below zero", "TD_PRIZE", (-1.0, "quarter", NAMES, RECEIPTS, None), "#NUM!"),
    ("weights of zero", "TD_ALLOCATE", (1.0, [[0.0], [0.0]]), "#NUM!"),
    ("a weight below zero", "TD_ALLOCATE", (1.0, [[2.0], [-1.0]]), "#NUM!"),
    ("a blank among weights", "TD_ALLOCATE", (1.0, [[2.0], [None], [1.0]]), "#VALUE!"),
    ("a grade that is none", "TD_PERFORMANCE", (1.0, 1.0, 0.0, 0.0, "good", "full"), "#VALUE!"),
    ("half a time late", "TD_PERFORMANCE", (1.0, 1.0, 0.5, 0.0, "full", "full"), "#VALUE!"),
    ("fines below zero", "TD_PERFORMANCE", (1.0, 1.0, 0.0, 0.0, "full", "full", -1.0), "#NUM!"),
    ("a year that is none", "TD_TARGETS", (1.0, 12.0, "month"), "#VALUE!"),
    ("weeks of a word", "TD_TARGETS", (1.0, 2012.0, "hour"), "#VALUE!"),
    ("quarters of a month", "TD_TARGETS", (1.0, "2012-07", "quarter"), "#NUM!"),
    ("nothing to break down", "TD_TARGETS", (0.0, 2012.0, "month"), "#NUM!"),
    ("a form that is none", "TD_MISSING", ("invoice", [["报价号"]], [["x"]]), "#VALUE!"),
    ("headers of no form", "TD_MISSING", ("quotation", [["colour"]], [["x"]]), "#VALUE!"),
    (
        "fewer values than headers",
        "TD_MISSING",
        ("quotation", [["报价号", "订单号"]], [["x"]]),
        "#VALUE!",
    ),
    ("orders that are no table", "TD_DOSSIER", ([["one", "two"], [1.0, 2.0]],), "#VALUE!"),
    ("a margin of no revenue", "TD_MARGIN", (0.0, 5.0), "#NUM!"),
    ("a VAT of 1700 %", "TD_MARGIN", (10.0, 5.0, None, 17.0), "#NUM!"),
    ("a rebate above the VAT", "TD_MARGIN", (10.0, 5.0, None, 0.13, 0.17), "#NUM!"),
    ("no costs", "TD_MARGIN", (10.0, None), "#VALUE!"),
    ("costs of zero", "TD_MARGIN", (10.0, [[0.0], [0.0]]), "#NUM!"),
    ("a rate of zero", "TD_MARGIN", (10.0, 5.0, 0.0), "#NUM!"),
    ("a floor of zero", "TD_APPROVAL", (0.03, 0.0), "#NUM!"),
    ("a margin of 500 %", "TD_APPROVAL", (5.0, 0.05), "#NUM!"),
    (
        "nobody to look for",
        "TD_SIMILAR",
        (None, None, "Kenya", [["Acme"]], [[""]], [[""]]),
        "#VALUE!",
    ),
    (
        "nobody who is known",
        "TD_SIMILAR",
        ("Acme", None, None, [[""], [None]], [[""], [""]], [[""], [""]]),
        "#N/A",
    ),
    (
        "fewer mails than customers",
        "TD_SIMILAR",
        ("A", "", "", [["A"], ["B"]], [["x"]], [["y"], ["z"]]),
        "#VALUE!",
    ),
    ("a number for a customer", "TD_SIMILAR", (7.0, "", "", [["A"]], [[""]], [[""]]), "#VALUE!"),
    ("a likeness of nothing", "TD_SIMILAR", ("A", "", "", [["A"]], [[""]], [[""]], 0.0), "#NUM!"),
    ("a follow-up of no day", "TD_DUE", ("2012-07", "received"), "#VALUE!"),
    ("a follow-up of nothing known", "TD_DUE", ("2012-07-02", "quote"), "#VALUE!"),
    ("a follow-up in half a day", "TD_DUE", ("2012-07-02", 0.5), "#VALUE!"),
    ("a follow-up beyond the calendar", "TD_DUE", ("2012-07-02", 1e9), "#NUM!"),
    ("a funnel by nothing known", "TD_FUNNEL", (*ASKED, "colour"), "#VALUE!"),
    ("a funnel of regions without customers", "TD_FUNNEL", (*ASKED, "region"), "#VALUE!"),
    ("a funnel of no enquiries", "TD_FUNNEL", (ASKED[1], *ASKED[1:], "channel"), "#VALUE!"),
    ("a funnel of nothing", "TD_FUNNEL", (*(each[:1] for each in ASKED), "channel"), "#N/A"),
    ("a to-do of no day", "TD_TODO", ("2012-07", None, ASKED[0]), "#VALUE!"),
    ("a to-do of no table", "TD_TODO", ("2012-07-09", None), "#VALUE!"),
    ("a to-do of no headers", "TD_TODO", ("2012-07-09", None, [[1.0, 2.0]]), "#VALUE!"),
    ("a to-do of a table twice", "TD_TODO", ("2012-07-09", None, ASKED[0], ASKED[0]), "#VALUE!"),
    (
        "a to-do of a bad cell",
        "TD_TODO",
        ("2012-07-09", None, [*ASKED[0], ["E", "x", None, None, None]]),
        "#VALUE!",
    ),
    ("a forecast of no months", "TD_FORECAST", ([[None]], [[None]], 1.0), "#N/A"),
    ("a forecast of a quarter", "TD_FORECAST", ([["2012-Q1"]], [[1.0]], 1.0), "#VALUE!"),
    ("a forecast of nothing ahead", "TD_FORECAST", ([["2012-01"]], [[1.0]], 0.0), "#NUM!"),
    ("a forecast too far ahead", "TD_FORECAST", ([["2012-01"]], [[1.0]], 37.0), "#NUM!"),
    ("a forecast of one column", "TD_FORECAST", ([["2012-01"], ["2012-02"]], 1.0, 1.0), "#VALUE!"),
    ("a forecast of a word", "TD_FORECAST", ([["2012-01"]], [["x"]], 1.0), "#VALUE!"),
    ("ages of no day", "TD_AGE", ([["2012-13-01"]], [[1.0]], "2012-07-09"), "#VALUE!"),
    ("ages of nothing", "TD_AGE", ([[None]], [[None]], "2012-07-09"), "#N/A"),
    ("a plan of nothing", "TD_PROGRESS", (PLANNED[:1], PROGRESS), "#N/A"),
    ("a plan of no day", "TD_PROGRESS", (PLANNED, PROGRESS, "2012-02-30"), "#VALUE!"),
    (
        "progress above the count",
        "TD_PROGRESS",
        (PLANNED, [*PROGRESS, ["2012-03-02", "Q1-1", 181.0]]),
        "#VALUE!",
    ),
    (
        "a deadline before its quarter",
        "TD_PROGRESS",
        ([*PLANNED, ["Q2-1", 2012.0, "Q2", "x", None, None, None, "Jack", "2012-03-01"]], PROGRESS),
        "#VALUE!",
    ),
    ("minutes of no time", "TD_MINUTES", ("8.06", "18:00", "8:00 18:00"), "#VALUE!"),
    ("minutes of one mark", "TD_MINUTES", ("8:06", "18:00", "8:00"), "#VALUE!"),
    ("minutes of marks in disorder", "TD_MINUTES", ("8:06", "18:00", "18:00 8:00"), "#VALUE!"),
    (
        "minutes of two for one",
        "TD_MINUTES",
        ([["8:06", "13:30"]], "18:00", "8:00 18:00"),
        "#VALUE!",
    ),
    ("minutes with no grace", "TD_MINUTES", ("8:06", "18:00", "8:00 18:00", -1.0), "#VALUE!"),
    ("a negative amount in words", "TD_RMB", (-1.0,), "#VALUE!"),
    ("a currency that is none", "TD_WORDS", (1.0, "US"), "#VALUE!"),
    ("a yen with decimals", "TD_WORDS", (1.5, "JPY"), "#VALUE!"),
]


def test_the_funnel_shows_what_is_unknown_and_what_has_no_enquiry():
    assert call("TD_FUNNEL", *ASKED, "渠道") == [
        ["search", 1.0, 1.0, 1.0, 5.5],
        ["unknown", 1.0, 0.0, 0.0, 0.0],
        ["no enquiry", 0.0, 0.0, 1.0, 7.0],
    ]


def test_the_plan_is_rolled_up_by_the_weights_of_its_items():
    # (3 x 90/180 + 1 x 100/100) / 4 = 62.5 %; on the deadline's own day nothing is late.
    got = call("TD_PROGRESS", PLANNED, PROGRESS)
    assert got == [
        ["Q1", "", 2.0, 1.0, 0.0, 0.625],
        ["", "Anna", 1.0, 1.0, 0.0, 1.0],
        ["Q1", "Anna", 1.0, 1.0, 0.0, 1.0],
        ["", "Jack", 1.0, 0.0, 0.0, 0.5],
        ["Q1", "Jack", 1.0, 0.0, 0.0, 0.5],
        ["", "", 2.0, 1.0, 0.0, 0.625],
    ]
    assert call("TD_PROGRESS", PLANNED, PROGRESS, "2012-03-02")[-1] == [
        "",
        "",
        2.0,
        1.0,
        1.0,
        0.625,
    ]
    assert call("TD_PROGRESS", PLANNED, PROGRESS, "2012-02-01")[-1][-1] == 0.0


MINUTES = [
    ("whole minutes", "8:06:15", "17:59:59", "8:00 18:00", None, 7),
    ("59 seconds are none", "8:00:59", "18:00:00", "8:00 18:00", None, 0),
    ("a cell's time", 8.1 / 24, 17.9 / 24, "8:00 18:00", None, 12),
    ("a day with its time", 41001 + 8.1 / 24, 41001.75, "8:00 18:00", None, 6),
    ("up to the grace none", "8:06", "17:54", "8:00 18:00", 6.0, 0),
    ("above the grace all", "8:07", "18:00", "8:00 18:00", 6.0, 7),
    ("after midnight is not early", "8:00", "次日 00:38:52", "8:00 18:00", None, 0),
    ("no punch is not late", None, None, "8:00 18:00", None, 0),
    ("an empty cell of LibreOffice", 0.0, "17:55", "8:00 18:00", None, 5),
    ("four marks, two punches", "8:02", "17:58", "8:00 12:00 13:30 18:00", None, 4),
    ("halves", [["8:02", "13:31"]], [["11:59", "18:30"]], "8:00 12:00 13:30 18:00", None, 4),
    (
        "a half without a punch",
        [["8:02", None]],
        [["12:00", None]],
        "8:00 12:00 13:30 18:00",
        None,
        2,
    ),
    ("marks in cells", "8:02", "18:00", [[8 / 24, 12 / 24, 13.5 / 24, 18 / 24]], None, 2),
    ("Chinese colons", "8：02", "18：00", "8：00 18：00", None, 2),
]


@pytest.mark.parametrize(
    ("came", "went", "marks", "grace", "minutes"), [pytest.param(*m[1:], id=m[0]) for m in MINUTES]
)
def test_minutes_late_and_early(came, went, marks, grace, minutes):
    assert call("TD_MINUTES", came, went, marks, grace) == [[float(minutes)]]


def test_the_to_do_list_knows_tables_by_their_headers_in_any_order():
    due = float((date(2012, 7, 2) - date(1899, 12, 30)).days)
    orders = [[*ASKED[2][0], "stage"], *([*row, "quoted"] for row in ASKED[2][1:])]
    got = call("TD_TODO", "2012-07-09", "王芳", ASKED[1], orders, ASKED[0])
    assert [row[:6] for row in got] == [
        ["王芳", due, 7.0, "答复询盘 reply", "", "E-1"],
        ["王芳", due + 4, 3.0, "跟进报价 quote", "Acme", "Q-1"],
    ]
    everybody = call("TD_TODO", "2012-07-09", None, ASKED[0])
    assert [row[5] for row in everybody] == ["E-1", "E-2"]
    assert call("TD_TODO", "2012-07-01", None, ASKED[0])[0][0] == "无 none"


BLANK = [[None]]
"""A single cell with nothing in it, as Excel hands it over; an argument that was left out is
None.
"""
HALF = [["scheme", "over", "rate", "from"], ["personal", 0.0, 1.0, 40000.0]]
BLANKS = [
    ("receipts", "TD_COMMISSION", (BLANK, 100.0), "#VALUE!", 0.0),
    ("a target", "TD_COMMISSION", (100.0, BLANK), "#VALUE!", "#NUM!"),
    ("a scheme", "TD_COMMISSION", (100.0, 100.0, BLANK), "#VALUE!", "#VALUE!"),
    ("tiers", "TD_COMMISSION", (100.0, 100.0, None, BLANK), "#VALUE!", "#VALUE!"),
    ("a day", "TD_COMMISSION", (100.0, 100.0, None, HALF, BLANK), "#VALUE!", "#VALUE!"),
    (
        "a day of a split",
        "TD_SPLIT",
        (0.0, NAMES, RECEIPTS, None, None, None, BLANK),
        "#VALUE!",
        "#VALUE!",
    ),
    ("shares", "TD_SPLIT", (0.0, NAMES, RECEIPTS, None, None, BLANK), "#VALUE!", "#VALUE!"),
    ("policy", "TD_DUE", ("2012-07-02", "received", None, BLANK), "#VALUE!", "#VALUE!"),
    ("the day of a floor", "TD_APPROVAL", (0.03, None, BLANK), "#VALUE!", "#VALUE!"),
    ("a kind of prize", "TD_PRIZE", (1.0, BLANK, NAMES, RECEIPTS, None), "#VALUE!", "#VALUE!"),
    ("weights", "TD_ALLOCATE", (1.0, BLANK), "#NUM!", "#NUM!"),
    ("a year's target", "TD_TARGETS", (BLANK, 2012.0, "quarter"), "#VALUE!", "#NUM!"),
    ("a year", "TD_TARGETS", (100.0, BLANK, "quarter"), "#VALUE!", "#VALUE!"),
    ("a unit", "TD_TARGETS", (100.0, 2012.0, BLANK), "#VALUE!", "#VALUE!"),
    ("a grade", "TD_PERFORMANCE", (1.0, 1.0, 0.0, 0.0, BLANK, "full"), "#VALUE!", "#VALUE!"),
    ("a form", "TD_MISSING", (BLANK, [["报价号"]], [["x"]]), "#VALUE!", "#VALUE!"),
    ("a revenue", "TD_MARGIN", (BLANK, 5.0), "#VALUE!", "#NUM!"),
    ("costs", "TD_MARGIN", (10.0, BLANK), "#VALUE!", "#NUM!"),
    ("an exchange rate", "TD_MARGIN", (10.0, 5.0, BLANK), "#VALUE!", "#NUM!"),
    ("a VAT rate", "TD_MARGIN", (10.0, 5.0, 1.0, BLANK), "#VALUE!", 0.5),
    ("a floor", "TD_APPROVAL", (0.03, BLANK), "#VALUE!", "#NUM!"),
    ("an amount in words", "TD_RMB", (BLANK,), "#VALUE!", "零元整"),
    ("a currency", "TD_WORDS", (1.0, BLANK), "#VALUE!", "#VALUE!"),
    (
        "a customer to look for",
        "TD_SIMILAR",
        (BLANK, "", "", [["Acme"]], [[""]], [[""]]),
        "#VALUE!",
        "#VALUE!",
    ),
    ("a day to follow up from", "TD_DUE", (BLANK, "received"), "#VALUE!", "#VALUE!"),
    ("what to follow up", "TD_DUE", ("2012-07-02", BLANK), "#VALUE!", "#NUM!"),
    ("today", "TD_DUE", ("2012-07-02", "received", BLANK), "#VALUE!", "#VALUE!"),
    ("a view", "TD_FUNNEL", (*ASKED, BLANK), "#VALUE!", "#VALUE!"),
    ("months ahead", "TD_FORECAST", ([["2012-01"]], [[1.0]], BLANK), "#NUM!", "#NUM!"),
    ("a day of ages", "TD_AGE", ([["2012-07-02"]], [[1.0]], BLANK), "#VALUE!", "#VALUE!"),
    ("marks", "TD_MINUTES", ("8:06", "18:00", BLANK), "#VALUE!", "#VALUE!"),
    ("a day of a plan", "TD_PROGRESS", (PLANNED, PROGRESS, BLANK), "#VALUE!", "#VALUE!"),
    ("a day of a to-do", "TD_TODO", (BLANK, "王芳", ASKED[0]), "#VALUE!", "#VALUE!"),
    # Where a blank has a meaning of its own: none, or zero.
    ("a mail", "TD_SIMILAR", ("Acme", BLANK, "", [["Acme"]], [[""]], [[""]]), "Acme", "Acme"),
    ("no punch in", "TD_MINUTES", (BLANK, "17:55", "8:00 18:00"), 5.0, 5.0),
    ("no grace", "TD_MINUTES", ("8:06", "17:55", "8:00 18:00", BLANK), 11.0, 11.0),
    ("times late", "TD_PERFORMANCE", (1.0, 1.0, BLANK, 0.0, "full", "full"), 700.0, 700.0),
    ("days of leave", "TD_PERFORMANCE", (1.0, 1.0, 0.0, BLANK, "full", "full"), 700.0, 700.0),
    ("fines", "TD_PERFORMANCE", (1.0, 1.0, 0.0, 0.0, "full", "full", BLANK), 700.0, 700.0),
    ("a manager", "TD_PRIZE", (0.0, "year", NAMES, RECEIPTS, BLANK), "first", "first"),
    ("a star", "TD_SPLIT", (0.0, NAMES, RECEIPTS, "刘洋", BLANK), "manager", "manager"),
    ("holidays", "TD_TARGETS", (100.0, 2012.0, "quarter", BLANK), "2012-Q1", "2012-Q1"),
]
"""What is blank; the function; what it shows for a blank single cell in Excel, and in LibreOffice,
which hands over 0: an error wherever 0 is not allowed. Full performance pay is 300 + 100 + 200 +
100 (B-3.A).
"""


@pytest.mark.parametrize(
    ("name", "arguments", "shown"), [pytest.param(*blank[1:4], id=blank[0]) for blank in BLANKS]
)
def test_a_blank_cell_is_not_left_out(name, arguments, shown):
    assert errors(call(name, *arguments))[0] == shown


@pytest.mark.parametrize(
    ("name", "arguments", "shown"), [pytest.param(*b[1:3], b[4], id=b[0]) for b in BLANKS]
)
def test_zero_in_the_place_of_a_blank_is_refused_where_it_is_not_allowed(name, arguments, shown):
    """So LibreOffice hands over a blank single cell."""
    assert (
        errors(call(name, *(0.0 if value is BLANK else value for value in arguments)))[0] == shown
    )


@pytest.mark.parametrize(
    ("name", "arguments", "error"), [pytest.param(*bad[1:], id=bad[0]) for bad in BAD]
)
def test_bad_input_shows_an_error_and_its_reason(name, arguments, error):
    [[problem]] = call(name, *arguments)
    assert (True, error) == (isinstance(problem, CellProblem), getattr(problem, "error", problem))
    assert all(len(text) > 5 for text in (problem.zh, problem.en))
    assert not problem.en.endswith("fault of ours") and "程序出错" not in problem.zh


def test_a_bad_row_does_not_touch_its_neighbours():
    got = udfs.TD_COMMISSION([[80000.0], ["x"], [130000.0]], [[100000.0], [100000.0], ["#REF!"]])
    assert errors(got) == [800.0, "#VALUE!", "#REF!"]


def test_the_reasons_of_a_column_come_once_each():
    got = call("TD_COMMISSION", [[1.0], ["x"], ["x"]], [[0.0], [1.0], [1.0]])
    assert (len(reasons(got)), "target must be above zero" in reasons(got)[0]) == (2, True)


values = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        [
            "王芳",
            "personal",
            "full",
            "year",
            "2012-07",
            2012.0,
            100.0,
            "#N/A",
            "scheme",
            "rate",
            "from",
        ]
    ),
    st.dates(),
)
ranges = st.one_of(
    values, st.lists(st.lists(values, min_size=2, max_size=2), min_size=1, max_size=3)
)


@given(st.sampled_from([name for name in FUNCTIONS if FUNCTIONS[name].compute]), st.data())
def test_whatever_cells_hold_a_function_answers_and_never_by_a_fault_of_ours(name, data):
    arguments = [data.draw(ranges) for _ in FUNCTIONS[name].arguments]
    cells = [cell for row in call(name, *arguments) for cell in row]
    problems = [cell for cell in cells if isinstance(cell, CellProblem)]
    assert [problem.en for problem in problems if "a fault of ours" in problem.en] == []
    assert all(isinstance(cell, (float, str, CellProblem)) for cell in cells)
    assert all(cell == cell for cell in cells if isinstance(cell, float))


fen = st.integers(-(10**13), 10**13)
steps = st.lists(
    st.tuples(st.fractions(0, 5, max_denominator=1000), st.fractions(0, 1, max_denominator=10000)),
    max_size=5,
).map(
    lambda found: (
        [Step(Fraction(0), Fraction(1, 100))]
        + [Step(o, r) for o, r in sorted(dict(found).items()) if o]
    )
)


@given(fen, st.integers(1, 10**13), steps)
def test_a_ladder_gives_the_fen_of_the_rule(base, target, found):
    assert commission(base, target, found) == ladder(found)(base, target)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_a_float_cell_is_read_as_the_fen_that_it_shows(amount, target):
    """TD_ALLOCATE of one weight gives an amount back as it was."""
    assert udfs.TD_ALLOCATE(amount / 100, float(target)) == amount / 100


# --- What Excel is told ---------------------------------------------------------------------------


def test_every_function_of_the_catalogue_is_there_under_its_name():
    computed = {name for name, function in FUNCTIONS.items() if function.compute}
    assert computed == {name for name in vars(udfs) if name.startswith("TD_")}


def test_every_function_and_argument_has_help_in_both_languages_that_fits_the_wizard():
    helps = [(f.zh, f.en, f.help) for f in FUNCTIONS.values()]
    helps += [(a.zh, a.en, a.help) for f in FUNCTIONS.values() for a in f.arguments]
    assert [
        text for zh, en, text in helps if not zh or not en or zh.isascii() or len(text) > 255
    ] == []


def test_only_the_question_why_is_left_to_the_host():
    hosts = [f.name for f in FUNCTIONS.values() if f.compute is None]
    assert (hosts, FUNCTIONS["TD_WHY"].arguments[0].shape) == (["TD_WHY"], REFERENCE)
    assert FUNCTIONS["TD_COMMISSION"].arguments[0].shape == CELL


def test_xlwings_is_told_to_hand_over_rows_of_cells_with_their_errors():
    options = [noted["options"] for noted in udfs.TD_COMMISSION.__xlfunc__["args"]]
    assert options == [{"ndim": 2, "err_to_str": True}] * 6
    assert udfs.TD_COMMISSION.__xlfunc__["category"] == "外贸部 TradeDept"
    assert Marked is udfs.TD_COMMISSION.__xlfunc__["ret"]["options"]["convert"]


def test_a_function_whose_arguments_are_not_the_catalogues_is_refused():
    def TD_RMB(sum):
        return sum

    with pytest.raises(TypeError):
        in_cells(TD_RMB)


def test_an_error_goes_to_excel_as_a_mark_with_its_reason():
    got = marked(udfs.TD_COMMISSION([[1.0], ["x"]], 5.0))
    assert (got[0][0], got[1][0].startswith("\x02TD#VALUE!\x02回款")) == (0.01, True)


# --- The page -------------------------------------------------------------------------------------

PAGES = {
    language: (Path(udfs.__file__).parent / "docs" / language / "functions.md").read_text("utf-8")
    for language in ("en", "zh")
}
EXAMPLES = [
    example
    for page in PAGES.values()
    for example in re.findall(r"\| `=(TD_\w+)\((.*)\)` → `([^`]*)`(?: …)? \|", page)
]


def constant(text):
    """A constant of a formula: a number, a text in quotes, an array in braces."""
    if text.startswith("{"):
        return [[constant(cell) for cell in row.split(",")] for row in text[1:-1].split(";")]
    return text.strip('"') if text.startswith('"') else float(text)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_lists_every_function_with_its_arguments_as_they_are(language):
    found = dict(re.findall(r"\| `(TD_\w+)\((.*?)\)` \|", PAGES[language]))
    expected = {
        name: ", ".join(
            f"[{a.name}]" if a.optional else f"{a.name}…" if a.repeats else a.name
            for a in f.arguments
        )
        for name, f in FUNCTIONS.items()
    }
    assert expected == found


@pytest.mark.parametrize(
    ("name", "arguments", "shown"), EXAMPLES, ids=[name for name, *_ in EXAMPLES]
)
def test_an_example_of_the_page_gives_what_the_page_says(name, arguments, shown):
    given = [constant(text) for text in re.findall(r"\{[^}]*\}|[^,]+", arguments)]
    first = call(name, *given)[0]
    told = ", ".join(f"{cell:.10g}" if isinstance(cell, float) else cell for cell in first)
    assert shown == told


@pytest.fixture(scope="module")
def under_xlwings():
    """What xlwings' own decorators note of udfs.py, and what functions give through its
    conversions.
    """
    pytest.importorskip(
        "xlwings", reason="xlwings is not installed; udfs.py was NOT tried under it"
    )
    script = Path(__file__).with_name("xlwings_windows.py")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_xlwings_notes_the_catalogues_help_and_arguments(under_xlwings):
    for name, noted in under_xlwings["noted"].items():
        function = FUNCTIONS[name]
        options = {"ndim": 2, "err_to_str": True}
        expected = [[a.name, a.help, a.optional, a.repeats, options] for a in function.arguments]
        assert (expected, function.help, CATEGORY) == (
            noted["args"],
            noted["help"],
            noted["category"],
        )


def test_values_go_through_xlwings_and_errors_come_out_as_marks(under_xlwings):
    answers = under_xlwings["answers"]
    assert answers["single"] == [[2375.0]]
    assert (answers["column"][0], answers["column"][1][0][:12]) == ([800.0], "\x02TD#VALUE!\x02回")
    assert answers["blank"][0][0].startswith("\x02TD#VALUE!\x02回款没有填写")
    assert answers["table"] == [["b", 2.0, 1.0], ["a", 1.0, 2.0]]
