"""The demo department: it shows what it promises to show, and the second reading closes it without
a complaint.
"""

from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import departments
import oracle
import pytest

from xlpy.book.cells.values import to_export
from xlpy.book.load import duplicate_keys, load
from xlpy.book.tables import MemoryTables
from xlpy.build.demo import demo_rows
from xlpy.core.periods import parse_period
from xlpy.core.tables import INPUT, RULES, TABLES
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.plan import plan as plan_on

MONTHS = [f"2012-{number:02d}" for number in range(1, 11)]
QUARTERS = {
    "2012-Q1": "2600000.00",
    "2012-Q2": "5800000.00",
    "2012-Q3": "9000000.00",
    "2012-Q4": "12000000.00",
}
TEAM = "外贸部"
RECEIVED = [
    "837311.61",
    "320208.99",
    "1354187.22",
    "1703326.33",
    "1943855.07",
    "2434081.40",
    "2642222.22",
    "3122570.87",
    "3835685.34",
    "6109846.59",
]
"""What came in each month, by the same figures on every Python."""


def as_text(rows):
    """The demo's tables as a CSV holds them, for the second reading; every cell must be
    readable.
    """
    tables = MemoryTables(rows)
    text = {}
    for key in rows:
        raw = tables.read([key])[key]
        records, issues = load(raw)
        assert issues + duplicate_keys(raw) == []
        columns = TABLES[key].columns
        text[key] = [
            {c.key: to_export(c, getattr(r, c.field), csv=True) for c in columns} for r in records
        ]
    return text


@pytest.fixture(scope="module")
def rows():
    return demo_rows()


@pytest.fixture(scope="module")
def demo(rows):
    return as_text(rows)


@pytest.fixture(scope="module")
def books(demo):
    return oracle.expected(demo, departments.periods_of(MONTHS))


def of(rows, **where):
    return [row for row in rows if all(row[key] == value for key, value in where.items())]


def one(rows, **where):
    (row,) = of(rows, **where)
    return row


def total(rows):
    return oracle.money(sum(oracle.fen(row["amount"]) for row in rows))


def names(demo, *roles):
    return [person["name"] for person in demo["staff"] if person["role"] in roles]


def attainments(books, month):
    return {r["name"]: Decimal(r["attainment"]) for r in of(books["commissions"], month=month)}


# --- Its rows hold together -----------------------------------------------------------------------


def test_only_tables_that_people_fill_have_rows_and_only_known_columns(rows):
    for key, table_rows in rows.items():
        assert TABLES[key].group in (INPUT, RULES)
        assert table_rows
        assert {column for row in table_rows for column in row} <= set(TABLES[key].column_keys)


def test_it_is_the_same_each_time_and_on_every_python(rows, books):
    assert demo_rows() == rows
    received = [row["receipts"] for row in books["team_commissions"]]
    assert received == RECEIVED


def test_its_size_is_a_real_department_s(demo):
    assert len(demo["staff"]) == 8
    assert 40 <= len(demo["customers"]) <= 60
    assert 280 <= len(demo["orders"]) <= 350
    assert 450 <= len(demo["receipts"]) <= 600
    assert {region for region, _ in TABLES["customers"].column("region").choices} == {
        row["region"] for row in demo["customers"]
    }
    assert {"USD", "EUR", "GBP", "JPY", "CNY", "HKD"} == {
        row["currency"] for row in demo["receipts"]
    }


def test_the_team_s_plan_is_the_annual_plan_and_the_people_s_parts_sum_to_it(demo):
    for quarter, amount in QUARTERS.items():
        parts = of(demo["plans"], period=quarter)
        assert one(parts, name=TEAM)["amount"] == amount
        assert total([row for row in parts if row["name"] != TEAM]) == amount


def test_the_plan_of_the_year_is_the_papers_with_its_june_31_read_as_30(demo, rows):
    items = demo["plan_items"]
    assert Counter(row["quarter"] for row in items) == {"Q1": 16, "Q2": 7, "Q3": 5, "Q4": 4}
    [pictures] = of(items, item_no="Q1-1.1")
    assert (pictures["classes"], pictures["per_class"]) == ("20", "9")
    slips = [row["item_no"] for row in items if "June 31" in (row["result"] or "")]
    assert slips == ["Q1-3.3", "Q2-3.1"]
    assert {one(items, item_no=number)["deadline"] for number in slips} == {"2012-06-30"}
    assert {row["owner"] for row in items} <= {row["name"] for row in demo["staff"]}
    # In early November all but three items of the last quarter are done; none is overdue.
    board = plan_on(MemoryTables(rows), date(2012, 11, 5))
    assert [s.item.item_no for s in board.items if not s.is_done] == ["Q4-1.2", "Q4-2.1", "Q4-3.1"]
    assert [s for s in board.items if s.overdue is not None] == []


def test_the_monthly_targets_sum_exactly_to_everyone_s_quarter(demo):
    for plan in demo["plans"]:
        months = oracle.months_of(plan["period"])
        own = [
            row
            for row in demo["targets"]
            if row["month"] in months and plan["name"] in (TEAM, row["name"])
        ]
        assert total(own) == plan["amount"]


def test_everyone_who_sells_in_a_month_has_target_attendance_and_grades(demo):
    sellers = [person for person in demo["staff"] if person["role"] == "salesperson"]
    for month in MONTHS:
        employed = {person["name"] for person in sellers if oracle.employed_in(person, month)}
        for table in ("attendance", "grades"):
            assert {row["name"] for row in of(demo[table], month=month)} == employed
        assert employed <= {row["name"] for row in of(demo["targets"], month=month)}


def test_the_months_to_come_wait_for_prepare(demo):
    for table in ("attendance", "grades", "stars", "deductions"):
        assert max(row["month"] for row in demo[table]) == "2012-10"
    assert max(row["date"] for row in demo["receipts"]) <= "2012-10-31"


def test_every_name_customer_and_order_that_a_row_mentions_exists(demo):
    known = {
        "staff.name": {row["name"] for row in demo["staff"]},
        "customers.customer": {row["customer"] for row in demo["customers"]},
        "orders.order_no": {row["order_no"] for row in demo["orders"]},
    }
    for key, table_rows in demo.items():
        for column in TABLES[key].columns:
            if column.refers in known:
                assert {row[column.key] for row in table_rows} <= known[column.refers], (
                    key,
                    column.key,
                )
    assert {row["name"] for row in demo["targets"]} == set(names(demo, "salesperson"))


def test_customers_buy_from_their_owner_who_is_employed_by_then(demo):
    owners = {row["customer"]: row["owner"] for row in demo["customers"]}
    staff = {row["name"]: row for row in demo["staff"]}
    for order in demo["orders"]:
        assert order["salesperson"] == owners[order["customer"]]
        assert staff[order["salesperson"]]["hired"] <= order["order_date"]


def test_money_comes_on_working_days_after_the_order_in_its_currency_and_never_too_much(demo):
    orders = {row["order_no"]: row for row in demo["orders"]}
    received = Counter()
    for receipt in demo["receipts"]:
        order = orders[receipt["order_no"]]
        assert oracle.is_working(demo, oracle.day(receipt["date"]))
        assert (order["currency"], order["order_date"] < receipt["date"]) == (
            receipt["currency"],
            True,
        )
        assert bool(receipt["rate"]) == (receipt["currency"] != "CNY")
        received[order["order_no"]] += Decimal(receipt["amount"])
        assert 0 <= received[order["order_no"]] <= Decimal(order["amount"])


def test_the_calendar_is_the_state_council_s_of_2012(demo):
    days = [
        sum(oracle.is_working(demo, day) for day in oracle.days_of(f"2012-{n:02d}"))
        for n in range(1, 13)
    ]
    assert days == [17, 21, 23, 19, 22, 20, 22, 23, 21, 18, 22, 21]


def test_income_tax_is_what_the_scale_of_2012_takes(demo, books):
    scale = ((1500, 3, 0), (4500, 10, 105), (9000, 20, 555), (35000, 25, 1005))
    for pay in books["payroll"]:
        own = of(demo["deductions"], month=pay["month"], name=pay["name"])
        insurance = Decimal(total(of(own, kind="社保")))
        taxed = Decimal(pay["total"]) + Decimal(pay["deductions"]) - insurance
        taxed -= 4800 if pay["name"] == "Elena Rossi" else 3500
        rate, less = next((rate, less) for upper, rate, less in scale if taxed <= upper)
        tax = (max(taxed, Decimal(0)) * rate / 100 - (less if taxed > 0 else 0)).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
        assert total(of(own, kind="个税")) == str(tax), (pay["month"], pay["name"])


# --- What it promises to show ---------------------------------------------------------------------


def test_fifteen_to_twenty_orders_are_shared_by_shares_of_exactly_a_hundred(demo):
    shares = {}
    for row in demo["credits"]:
        shares.setdefault(row["order_no"], []).append(Decimal(row["share"]))
    assert 15 <= len(shares) <= 20
    assert all(len(parts) > 1 and sum(parts) == 100 for parts in shares.values())
    kinds = {"/".join(map(str, sorted(parts))) for parts in shares.values()}
    assert kinds == {"40/60", "50/50", "33.33/33.33/33.34"}


def test_a_star_is_named_in_exactly_the_months_with_collaborative_receipts(demo):
    collaborative = [month for month in MONTHS if oracle.has_collaboration(demo, month)]
    assert [row["month"] for row in demo["stars"]] == collaborative
    assert 0 < len(collaborative) < len(MONTHS)


@pytest.mark.parametrize(
    ("month", "first", "second"), [("2012-05", "陈明", "赵磊"), ("2012-10", "王芳", "陈明")]
)
def test_two_people_tie_for_the_second_place(books, month, first, second):
    month_s = of(books["commissions"], month=month)
    assert one(month_s, name=first)["receipts"] == one(month_s, name=second)["receipts"]
    tied = of(books["splits"], month=month, kind="second")
    assert [(row["name"], row["share"]) for row in tied] == [(first, "7.5"), (second, "7.5")]


def test_refunds_come_back_one_of_them_of_a_shared_order_and_february_is_negative_for_one(
    demo, books
):
    refunds = [row for row in demo["receipts"] if row["amount"].startswith("-")]
    assert 3 <= len(refunds) <= 10
    assert {row["order_no"] for row in refunds} & {row["order_no"] for row in demo["credits"]}
    negative = [r for r in books["commissions"] if r["receipts"].startswith("-")]
    assert [(r["month"], r["name"], r["commission"]) for r in negative] == [
        ("2012-02", "赵磊", "0.00")
    ]
    march = one(books["commissions"], month="2012-03", name="赵磊")
    assert march["carried_in"] == negative[0]["receipts"]


def test_one_salesperson_comes_in_the_middle_of_a_month_on_probation_to_the_middle_of_another(
    demo, books
):
    newcomer = one(demo["staff"], name="李强")
    assert (newcomer["hired"], newcomer["probation_until"]) == ("2012-07-16", "2012-10-15")
    wages = [row["post_wage"] for row in of(books["payroll"], name="李强")]
    # 12 of July's 22 working days at 80 %; then full months at 80 %; 6 of October's 18 at 80 %, 12
    # in full.
    assert wages == ["654.55", "1200.00", "1200.00", "1400.00"]


def test_months_lie_under_the_target_between_and_above_one_and_a_half_times(books):
    team = [Decimal(row["attainment"]) for row in books["team_commissions"]]
    assert min(team) < 1 < sorted(team)[len(team) // 2] < Decimal("1.5") < max(team)


def test_people_who_do_not_sell_have_a_post_wage_of_their_own(demo):
    assert all(
        one(demo["staff"], name=name)["post_wage"]
        for name in names(demo, "accountant", "assistant")
    )


def test_one_fine_is_larger_than_the_pot_and_one_is_repeated(demo, books):
    untaken = [
        (row["month"], row["name"]) for row in books["payroll"] if row["fines_untaken"] != "0.00"
    ]
    assert untaken == [("2012-06", "陈明")]
    assert Counter((row["name"], row["code"]) for row in demo["fines"])["赵磊", "E-1.7"] == 2
    assert all(row["amount"] == "" for row in demo["fines"])


def test_suggestion_rewards_reach_from_the_least_to_the_most(demo):
    amounts = [Decimal(row["amount"]) for row in demo["rewards"]]
    assert (min(amounts), max(amounts)) == (100, 3000)


def test_the_welfare_fund_never_goes_below_zero(demo, books):
    spent = Counter(row["date"][:7] for row in demo["welfare"])
    assert len(spent) >= 4
    assert all(oracle.fen(row["closing"]) > 0 for row in of(books["pools"], pool="welfare"))


def test_a_fourth_personal_tier_pays_more_from_july(demo, books):
    added = [row for row in demo["tiers"] if row["from"] != "1990-01-01"]
    assert added == [{"scheme": "personal", "over": "200", "rate": "2", "from": "2012-07-01"}]
    without = {**demo, "tiers": [row for row in demo["tiers"] if row not in added]}
    before = oracle.expected(without, departments.periods_of(MONTHS))
    changed = [
        (row["month"], row["name"])
        for row, old in zip(books["commissions"], before["commissions"], strict=True)
        if row["commission"] != old["commission"]
    ]
    assert changed == [("2012-10", "Elena Rossi")]


def test_the_company_set_its_own_fines_for_the_year(demo):
    own = [
        row
        for row in demo["policy"]
        if row["key"].startswith("fine.B-4") and row["from"] == "2012-01-01"
    ]
    assert [row["key"] for row in own] == [f"fine.B-4.{n}" for n in range(1, 6)]
    assert all(Decimal(row["value"]) > 0 for row in own)


def test_october_reaches_every_tier_and_pays_shares_a_fine_a_reward_and_the_third_quarter_s_prizes(
    demo, books
):
    reached = sorted(attainments(books, "2012-10").values())
    assert [
        sum(low < x <= high for x in reached) for low, high in ((0, 1), (1, 1.5), (1.5, 2), (2, 9))
    ] == [1, 2, 1, 1]
    assert Decimal(one(books["team_commissions"], month="2012-10")["attainment"]) > Decimal("1.5")
    pay = of(books["payroll"], month="2012-10")
    for item in ("fines_taken", "rewards", "prizes", "team_share", "commission", "deductions"):
        assert any(row[item] != "0.00" for row in pay), item
    paid = sum(oracle.fen(row["prizes"]) for row in pay)
    assert oracle.money(paid) == total(of(books["prizes"], period="2012-Q3"))
    assert (
        date(2012, 10, 1)
        <= oracle.day(one(demo["staff"], name="李强")["probation_until"])
        <= date(2012, 10, 31)
    )


# --- The product closes it ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def closed(rows):
    """The tables after every close, and what the check found before each."""
    tables, found = MemoryTables(rows), {}
    for number, period in enumerate(departments.periods_of(MONTHS)):
        found[period] = check(tables, parse_period(period))
        close(tables, period, by="刘洋", at=datetime(2012, 11, 5, 9, number))
    return tables, found


def test_the_product_closes_it_as_the_second_reading_does(closed, books):
    exported = departments.exported(closed[0])
    for table in oracle.RESULTS:
        assert exported[table] == books[table], table
    assert closed[0].read(["adjustments"])["adjustments"].length == 0


def test_the_check_finds_nothing_but_the_two_fines_that_call_for_a_review(closed):
    issues = {
        period: [(i.severity, i.table, i.column) for i in found]
        for period, found in closed[1].items()
    }
    review = ("warning", "fines", "name")
    assert issues["2012-05"] == []
    assert issues["2012-06"] == issues["2012-10"] == [review]
    # A month's warnings are told at its own close, not again at every later one.
    assert issues["2012-07"] == issues["2012-09"] == []
    assert {issue for found in issues.values() for issue in found} == {review}
