"""What may be spent, what was, what is left (B-1.3): rule cases, a year of lists, the command."""

import csv
import json
from datetime import date
from decimal import Decimal

import pytest
from commands import command
from crm_data import CRM, needs_crm, rows
from filekit import PROJECT
from hypothesis import given
from hypothesis import strategies as st

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.checks.budget import beyond
from xlpy.core.department import months_in
from xlpy.core.issues import has_errors
from xlpy.core.money import to_fen
from xlpy.core.periods import Month, Quarter, Year, parse_period
from xlpy.core.reports.budget import NO, YEAR, budget
from xlpy.core.tables.reporting import Budget, Expense
from xlpy.jobs.budget import budget_report, check_budget

CASES = PROJECT / "tests/cases/budget.csv"
with CASES.open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))


def budgets_of(text):
    for line in filter(None, text.split("; ")):
        period, *item, amount = line.split(" ")
        yield Budget(parse_period(period), " ".join(item), to_fen(Decimal(amount)))


def expenses_of(text):
    for line in filter(None, text.split("; ")):
        words = line.split(" ")
        by = words.pop() if words[-1].isalpha() else None
        day, *item, amount = words
        spent = to_fen(Decimal(amount))
        yield Expense(date.fromisoformat(day), " ".join(item), spent, approved_by=by)


def fen(text):
    return to_fen(Decimal(text)) if text else None


@pytest.mark.parametrize("line", LINES, ids=[line["case"] for line in LINES])
def test_a_budget_says_what_the_rule_says(line):
    rows = list(budgets_of(line["budgets"])), list(expenses_of(line["expenses"]))
    found = budget(*rows, (), parse_period(line["period"]), line["carry"])
    columns = ("planned", "carried", "spent", "left", "over", "waiting")
    [item] = found.items
    assert {key: getattr(item, key) for key in columns} == {key: fen(line[key]) for key in columns}
    assert {key: getattr(found.total, key) for key in columns} == {
        key: fen(line[key]) for key in columns
    }


_PERIODS = st.sampled_from(
    [*(Month(2012, at) for at in range(1, 13)), *(Quarter(2012, at) for at in range(1, 5))]
)
_BUDGETS = st.lists(
    st.builds(Budget, _PERIODS, st.sampled_from("ab"), st.integers(0, 10**6)),
    max_size=8,
    unique_by=lambda row: (row.period, row.item),
)
_EXPENSES = st.lists(
    st.builds(
        Expense,
        st.dates(date(2012, 1, 1), date(2012, 12, 31)),
        st.sampled_from("ab"),
        st.integers(-(10**4), 10**6),
    ),
    max_size=12,
)


@given(_BUDGETS, _EXPENSES, st.sampled_from([NO, YEAR]))
def test_months_sum_to_the_year_and_every_fen_spent_is_in_it(budgets, expenses, carry):
    year = budget(budgets, expenses, (), Year(2012), carry)
    assert year.total.spent == sum(row.amount for row in expenses)
    assert sum(row.spent for row in year.channels) == year.total.spent
    for line in year.items:
        months = [
            each
            for number in range(1, 13)
            for each in budget(budgets, expenses, (), Month(2012, number), carry).items
            if each.item == line.item
        ]
        assert sum(each.spent for each in months) == line.spent
        assert sum(each.planned or 0 for each in months) == (line.planned or 0)
        for each in line.months:
            assert each.left == (each.planned or 0) + each.carried - each.spent
        if carry == YEAR:
            for one, other in zip(line.months, line.months[1:], strict=False):
                assert other.carried == one.left


@given(_BUDGETS, _EXPENSES, st.sampled_from([NO, YEAR]))
def test_who_is_over_has_a_warning(budgets, expenses, carry):
    told = {row.said.zh.split("”")[0][1:] for row in beyond(budgets, expenses, carry)}
    for line in budget(budgets, expenses, (), Year(2012), carry).items:
        if line.over > sum(max(0, e.spent) for e in line.months if e.planned is None):
            assert line.item in told


# --- A year of lists ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    if not CRM.is_dir():
        pytest.skip("../shared/data/crm is not there")
    book = tmp_path_factory.mktemp("budget") / "book.xlsm"
    assert command("new", book, "--language", "en").code == 0
    for table in ("staff", "fairs", "budgets", "expenses"):
        assert command("import", book, table, CRM / f"{table}.csv").code == 0
    return book


@needs_crm
def test_a_year_of_lists_sums_to_the_fen(year):
    document = json.loads(command("budget", year, "2012", "--json").out)
    spent, planned = {}, {}
    for row in rows(CRM / "expenses.csv"):
        spent[row["item"]] = spent.get(row["item"], 0) + Decimal(row["amount"])
    for row in rows(CRM / "budgets.csv"):
        planned[row["item"]] = planned.get(row["item"], 0) + Decimal(row["amount"])
    assert {row["item"]: Decimal(row["spent"]) for row in document["items"]} == spent
    assert {row["item"]: Decimal(row["planned"]) for row in document["items"]} == planned
    fairs = {row["fair"]: Decimal(row["spent"]) for row in document["fairs"]}
    for fair, amount in fairs.items():
        own = [r["amount"] for r in rows(CRM / "expenses.csv") if r["fair"] == fair]
        assert sum(map(Decimal, own)) == amount
    # Courier: Q2 has 15,000 and cost 19,822.64.
    courier = next(row for row in document["items"] if row["item"] == "courier")
    assert courier["over"] == "4822.64"
    assert document["carry"] == NO and document["errors"] == 0


@needs_crm
def test_the_command_shows_a_quarter_and_refuses_no_row(year):
    text = command("budget", year, "2012-Q2").out.decode()
    assert "110,000.00" in text and "Hong Kong Home spring" in text and "4,822.64 over" in text
    assert "2012-Q3 allows" not in text
    checked = command("check", year).out.decode()
    assert "the budget of 2012-Q3 allows 12,000.00: 2,150.65 over" in checked
    assert '"Hong Kong Home spring" to CNY 66,250.40' in checked


# --- What is said before it is spent --------------------------------------------------------------


def small(budgets=(), expenses=(), **more):
    rows = {"staff": [{"name": "Jack", "role": "manager"}], **more}
    return MemoryTables(
        {**default_rows(), **rows, "budgets": list(budgets), "expenses": list(expenses)}
    )


def spent(day, item, amount, **more):
    return {"date": date(2012, 3, day), "item": item, "amount": Decimal(amount), **more}


MARCH = {"period": "2012-03", "item": "courier", "amount": Decimal(100)}


def keys(tables):
    return [(issue.key, issue.table, issue.row) for issue in check_budget(tables)]


def test_who_waits_for_an_approval_hears_that_it_is_too_much_before_it_is_spent():
    tables = small(
        [MARCH],
        [
            spent(1, "courier", 90, approved_by="Jack"),
            spent(5, "courier", 20),
            spent(6, "courier", 1, approved_by="Jack"),
            spent(7, "courier", 2),
        ],
    )
    assert keys(tables) == [("budget.waiting", "expenses", 3), ("budget.waiting", "expenses", 5)]
    said = check_budget(tables)[0].en
    assert 'brings "courier" to CNY 110.00' in said and "10.00 over" in said
    assert "do not spend it" in said
    assert not has_errors(check_budget(tables))


@pytest.mark.parametrize(
    ("budgets", "expenses", "key", "word"),
    [
        ([MARCH], [spent(1, "couriers", 5)], "budget.unknown", 'is it "courier"'),
        ([MARCH], [spent(1, "gifts", 5)], "budget.unknown", 'no item "gifts"'),
        ([{**MARCH, "period": "2012-04"}], [spent(1, "courier", 5)], "budget.none", "2012-03-01"),
        ([MARCH, {**MARCH, "period": "2012"}], [], "budget.twice", "holds 2012-03, too"),
        ([{**MARCH, "amount": Decimal(-5)}], [], "budget.negative", "-5.00"),
        ([MARCH], [spent(1, "courier", 5, approved_by="Jim")], "budget.approver", '"Jim"'),
        ([MARCH], [spent(1, "courier", 5, fair="Expo")], "budget.fair", '"Expo"'),
        ([MARCH, MARCH], [], "row.duplicate", "row 2"),
    ],
)
def test_an_odd_row_is_named_with_what_to_do(budgets, expenses, key, word):
    found = {issue.key: issue.en for issue in check_budget(small(budgets, expenses))}
    assert word in found[key]


def test_a_fair_that_costs_more_than_its_own_budget_is_named():
    fairs = [{"fair": "Expo", "budget": Decimal(50)}]
    tables = small([MARCH], [spent(1, "courier", 60, fair="Expo", approved_by="Jack")], fairs=fairs)
    assert keys(tables) == [("budget.over", "expenses", 2)]


def test_a_workbook_without_a_budget_says_so_and_checks_nothing():
    assert check_budget(small()) == []
    assert budget_report(small(), Month(2012, 3)).figures.items == []


def test_a_quarter_holds_three_months():
    found = budget_report(small([{**MARCH, "period": "2012-Q1"}]), Quarter(2012, 1))
    [item] = found.figures.items
    assert [line.month for line in item.months] == list(months_in(Quarter(2012, 1)))
