"""The funnel and fairs against a department's year and Olist's leads, and small cases."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from crm_data import CRM, FUNNEL, facts, fairs, needs_crm, needs_funnel, rows
from openpyxl import load_workbook
from test_rules import lines

from xlpy.book.defaults import default_rows, list_rows
from xlpy.book.names import region_of
from xlpy.book.tables import MemoryTables
from xlpy.core.customers.answering import late_minutes, shifts
from xlpy.core.customers.facts import Quote
from xlpy.core.customers.fairs import fair_results
from xlpy.core.customers.funnel import (
    Step,
    cohorts,
    funnel,
    key_of,
    target_of,
    total,
    wanted,
    without_enquiry,
)
from xlpy.core.customers.outcomes import is_same_day, outcomes
from xlpy.core.issues import UsageError
from xlpy.core.periods import Calendar, Month, Quarter, Year, month_of
from xlpy.core.tables.channels import ChannelTarget
from xlpy.core.tables.choices import REGIONS
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.trade import Customer, Order, Receipt
from xlpy.documents.funnelpage import write_book
from xlpy.jobs.funnel import funnel_report, write_funnel
from xlpy.messages.funnel import funnel_doc, funnel_text

YEAR_END = date(2012, 12, 31)
CHANNELS = ("website", "B2B platform", "search", "exhibition", "existing customers")


def year():
    """What came of the year's enquiries."""
    known = facts()
    return outcomes(known.enquiries, known.quotes, known.orders, known.receipts, YEAR_END)


def shown(step: Step) -> dict[str, str]:
    """A row as the expected file has it."""
    return {
        "enquiries": str(step.enquiries),
        "of_them_spam": str(step.spam),
        "answered_same_day": str(step.same_day),
        "same_day_pct": _share(step.percent(step.same_day)),
        "quoted": str(step.quotes),
        "orders": str(step.orders),
        "orders_pct": _share(step.percent(step.orders)),
        "receipts_CNY": f"{Decimal(step.receipts) / 100:.2f}",
    }


def _share(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


@needs_crm
def test_every_row_of_the_made_up_year():
    known, (came, unasked) = facts(), year()
    by = key_of("channel", known.customer)
    found = {}
    for step in funnel(came, by, CHANNELS):
        found["channel", step.key, "2012"] = shown(step)
    for at in range(1, 5):
        quarter = [r for r in came if Quarter(2012, at) == month_of(_day(r)).quarter]
        for step in funnel(quarter, by, (*CHANNELS, "unknown")):
            found["channel and quarter of enquiry", step.key, f"2012-Q{at}"] = shown(step)
    for step in funnel(came, lambda row: str(month_of(row.received_at.date()))):
        found["month of enquiry", "", step.key] = shown(step)
    found["all", "", "2012"] = shown(total(came))
    expected = rows(CRM / "expected_funnel_2012.csv")
    for row in expected[:-2]:
        key = row.pop("view"), row.pop("channel"), row.pop("period")
        assert found.pop(key) == row, key
    assert not found
    rest = without_enquiry(unasked.values())
    assert (rest.orders, rest.receipts) == (8, 44831560)
    assert rest.receipts + total(came).receipts == 850629965


def _day(row):
    return row.enquiry.received_at.date()


@needs_crm
def test_every_fair_of_the_made_up_year():
    known, (came, _) = facts(), year()
    spent: dict[str, int] = {}
    for row in rows(CRM / "expenses.csv"):
        spent[row["fair"]] = spent.get(row["fair"], 0) + int(Decimal(row["amount"]) * 100)
    found = [
        {
            "fair": row.fair,
            "cards": str(row.cards),
            "handed_in": str(row.handed_in),
            "registered": str(row.registered),
            "not_handed_in": str(row.not_handed_in),
            "handed_in_not_registered": str(row.not_registered),
            "nobody_said_who_spoke": str(row.nobody),
            "owner_is_not_who_spoke": str(row.other_owner),
            "budget": f"{Decimal(row.budget) / 100:.2f}",
            "spent": f"{Decimal(row.spent) / 100:.2f}",
            "enquiries": str(row.enquiries),
            "orders": str(row.orders),
            "receipts_CNY": f"{Decimal(row.receipts) / 100:.2f}",
            "cost_per_receipt_CNY_pct": _share(row.cost_of_receipts),
        }
        for row in fair_results(fairs(), known.fair_leads, known.assignments, came, spent)
    ]
    assert found == rows(CRM / "expected_fairs.csv")


def leads():
    """Olist's leads as enquiries, and its deals as orders with their revenue received."""
    enquiries = [
        Enquiry(row["mql_id"], datetime.fromisoformat(row["first_contact_date"]))
        for row in rows(FUNNEL / "olist_marketing_qualified_leads_dataset.csv")
    ]
    origin = {
        row["mql_id"]: row["origin"] or "(blank)"
        for row in rows(FUNNEL / "olist_marketing_qualified_leads_dataset.csv")
    }
    deals = rows(FUNNEL / "olist_closed_deals_dataset.csv")
    won = {row["mql_id"]: row for row in deals}
    enquiries = [
        Enquiry(
            row.enquiry_no,
            row.received_at,
            channel=origin[row.enquiry_no],
            order_no=row.enquiry_no if row.enquiry_no in won else None,
        )
        for row in enquiries
    ]
    days = {no: date.fromisoformat(row["won_date"][:10]) for no, row in won.items()}
    orders = [Order(no, "", "", day, "CNY") for no, day in days.items()]
    money = [
        Receipt(no, day, no, Decimal(won[no]["declared_monthly_revenue"]), "CNY")
        for no, day in days.items()
    ]
    return outcomes(enquiries, [], orders, money)[0]


@needs_funnel
def test_every_row_of_olist():
    came = leads()
    views = {
        "channel": lambda row: (row.channel, ""),
        "channel and month": lambda row: (row.channel, f"{row.received_at:%Y-%m}"),
        "month": lambda row: ("", f"{row.received_at:%Y-%m}"),
        "all": lambda row: ("", ""),
        "unknown and blank together": lambda row: _together(row.channel),
    }
    found = {(view, *step.key): step for view, by in views.items() for step in funnel(came, by)}
    for row in rows(FUNNEL / "expected.csv"):
        step = found.pop((row["view"], row["channel"], row["contact_month"]))
        money = f"{Decimal(step.receipts) / 100:.2f}"
        assert row["leads"] == str(step.enquiries), row
        assert (row["won"], row["declared_revenue"]) == (str(step.orders), money), row
        assert row["conversion_pct"] == _share(step.percent(step.orders)), row
    assert {key[0] for key in found} == {"unknown and blank together"}, "a row of one view is over"


def _together(channel):
    both = channel in ("unknown", "(blank)")
    return ("unknown + (blank)", "") if both else (channel, "")


@needs_funnel
def test_every_cohort_of_olist():
    found = [
        {
            "contact_month": str(row.month),
            "leads": str(row.enquiries),
            "months_after_contact": str(row.after),
            "won_then": str(row.ordered),
            "won_so_far": str(row.so_far),
            "won_so_far_pct": _share(row.so_far_percent),
            "declared_revenue_then": f"{Decimal(row.receipts) / 100:.2f}",
        }
        for row in cohorts(leads())
    ]
    assert found == rows(FUNNEL / "expected_cohorts.csv")


# --- Small cases worked out from the rules --------------------------------------------------------


def came(number, on, **more):
    return Enquiry(number, datetime.fromisoformat(on), **more)


def paid(order, on, amount, rate=None):
    currency = "USD" if rate else "CNY"
    return Receipt(
        f"R-{order}-{on}", date.fromisoformat(on), order, Decimal(amount), currency, rate
    )


def test_a_receipt_counts_once_and_to_the_first_enquiry_that_names_its_order():
    enquiries = [
        came("E-2", "2012-02-01", channel="search", order_no="SO-1"),
        came("E-1", "2012-01-05", channel="website", order_no="SO-1"),
    ]
    order = Order("SO-1", "Oak", "王芳", date(2012, 2, 9), "USD", Decimal("100.55"))
    money = [paid("SO-1", "2012-02-10", "100.55", Decimal("6.3215"))]
    found, unasked = outcomes(enquiries, [], [order], money)
    steps = {step.key: step for step in funnel(found, lambda row: row.channel)}
    # 100.55 × 6.3215 = 635.626825, rounded to the fen.
    assert (steps["website"].orders, steps["website"].receipts) == (1, 63563)
    assert (steps["search"].orders, steps["search"].receipts) == (0, 0)
    assert steps["website"].order_amount == 63563
    assert unasked == {}


def test_an_order_that_only_a_quotation_of_the_enquiry_names_is_the_enquirys():
    quote = Quote("Q-1", "Oak", None, date(2012, 1, 6), enquiry_no="E-1", order_no="SO-1")
    [row], _ = outcomes([came("E-1", "2012-01-05")], [quote], [], [paid("SO-1", "2012-03-01", 50)])
    assert (row.quoted, row.orders, row.receipts) == (True, ("SO-1",), 5000)


def test_receipts_after_the_day_do_not_exist_yet():
    enquiry = came("E-1", "2012-01-05", order_no="SO-1")
    money = [paid("SO-1", "2012-03-01", 50), paid("SO-1", "2012-03-02", 7)]
    [row], _ = outcomes([enquiry], [], [], money, date(2012, 3, 1))
    assert row.receipts == 5000


def test_without_any_rate_the_value_of_orders_is_not_known():
    enquiries = [came("E-1", "2012-01-05", order_no="SO-1"), came("E-2", "2012-01-05")]
    order = Order("SO-1", "Oak", "王芳", None, "USD", Decimal(100))
    step = total(outcomes(enquiries, [], [order], [])[0])
    assert (step.enquiries, step.orders, step.order_amount, step.receipts) == (2, 1, None, 0)


def test_spam_is_shown_and_left_out_of_shares():
    enquiries = [
        came("E-1", "2012-01-05 09:00", replied_at=datetime(2012, 1, 5, 18)),
        came("E-2", "2012-01-05 09:00", replied_at=datetime(2012, 1, 6, 8)),
        came("E-3", "2012-01-05 09:00", lost_reason="Spam", replied_at=datetime(2012, 1, 5, 10)),
    ]
    step = total(outcomes(enquiries, [], [], [])[0])
    assert (step.enquiries, step.spam, step.same_day) == (3, 1, 1)
    assert step.percent(step.same_day) == 50


def test_unknown_words_and_blanks_are_one_row_and_the_last():
    enquiries = [
        came(f"E-{at}", "2012-01-05", channel=channel)
        for at, channel in enumerate((None, "未知", "Unknown", "website", "zzz"))
    ]
    found = funnel(outcomes(enquiries, [], [], [])[0], key_of("channel", {}))
    assert [(step.key, step.enquiries) for step in found] == [
        ("website", 1),
        ("zzz", 1),
        ("unknown", 3),
    ]


def test_the_region_is_the_customers_else_that_of_the_country():
    customers = {
        "Oak": Customer("Oak", "France", "Europe"),
        "Elm": Customer("Elm", "Chile"),
    }
    by = key_of("region", customers, {"Chile": "Americas"})
    rows = [
        came("E-1", "2012-01-05", customer="Oak"),
        came("E-2", "2012-01-05", country="FRANCE"),
        came("E-3", "2012-01-05", customer="Elm"),
        came("E-4", "2012-01-05", country="Atlantis"),
    ]
    assert list(map(by, rows)) == ["Europe", "Europe", "Americas", "unknown"]


def test_costs_and_shares_of_nothing_are_none():
    step = Step("search", enquiries=3, spam=1, cost=1001)
    assert step.cost_per_enquiry == 501
    assert step.cost_of_receipts is None
    assert Step("x").percent(0) is None


def test_a_channels_target_is_its_own_row_else_the_sum_of_its_parts():
    targets = [
        ChannelTarget(Quarter(2012, 1), "search", "receipts", Decimal(300)),
        *(ChannelTarget(Month(2012, at), "search", "receipts", Decimal(at)) for at in (1, 4, 5)),
        ChannelTarget(Year(2013), "search", "receipts", Decimal(9)),
        ChannelTarget(Year(2012), "search", "orders", Decimal(7)),
    ]
    # The first quarter's own row, and April and May.
    assert target_of(targets, Year(2012), "search", "receipts") == 309
    assert target_of(targets, Quarter(2012, 2), "search", "receipts") == 9
    assert target_of(targets, Month(2012, 1), "search", "receipts") == 1
    assert target_of(targets, Year(2012), "website", "receipts") is None


# --- How soon enquiries are answered --------------------------------------------------------------

HOURS = shifts("8:00 12:00 13:30 18:00")


@pytest.mark.parametrize("case", lines("answers"))
def test_how_late_an_answer_is(case):
    holidays = [(date.fromisoformat(day), "holiday") for day in case["holidays"].split()]
    received, replied = (datetime.fromisoformat(case[key]) for key in ("received", "replied"))
    late = late_minutes(received, replied, HOURS, Calendar(holidays))
    assert (str(late), case["same_day"]) == (
        case["late_minutes"],
        "yes" if is_same_day(came("E", case["received"], replied_at=replied)) else "no",
    )


@pytest.mark.parametrize(
    "marks", ["", "8:00", "8:00 25:00", "12:00 8:00", "8:00 8:00", "early late"]
)
def test_marks_that_are_no_working_day(marks):
    with pytest.raises(ValueError, match=r"."):
        shifts(marks)


# --- Over a workbook's tables ---------------------------------------------------------------------


def book(**rows):
    order = {"order_no": "SO-1", "customer": "Oak", "salesperson": "王芳", "currency": "CNY"}
    return MemoryTables(
        {
            **default_rows(),
            "customers": [{"customer": "Oak", "region": "Europe"}],
            "enquiries": [
                {
                    "enquiry_no": f"E-{at}",
                    "received_at": datetime(2012, at, 3, 9),
                    "customer": "Oak",
                    "channel": "search",
                    "salesperson": "王芳",
                    "order_no": "SO-1" if at == 1 else None,
                }
                for at in (1, 2, 7)
            ],
            "orders": [{**order, "amount": Decimal(900), "order_date": date(2012, 2, 1)}],
            "receipts": [
                {
                    "receipt_no": "R-1",
                    "date": date(2012, 8, 1),
                    "order_no": "SO-1",
                    "amount": Decimal(500),
                    "currency": "CNY",
                }
            ],
            **rows,
        }
    )


def test_the_report_of_a_quarter_counts_its_enquiries_and_what_came_of_them_later():
    targets = [{"period": "2012-Q1", "channel": "search", "measure": "receipts", "amount": 1000}]
    report = funnel_report(book(channel_targets=targets), Quarter(2012, 1), YEAR_END)
    steps = {step.key: step for step in report.views["channel"]}
    # Each channel of the table has a row.
    assert set(steps) == set(CHANNELS)
    found = steps["search"]
    assert (found.enquiries, found.orders, found.receipts, found.target) == (2, 1, 50000, 1000)
    assert [step.key for step in report.views["region"]] == ["Europe"]
    assert funnel_doc(report)["all"]["receipts"] == "500.00"
    assert "500.00" in funnel_text(report)


def test_written_are_the_periods_rows_and_other_periods_stay():
    tables = book()
    write_funnel(tables, Quarter(2012, 1), YEAR_END)
    write_funnel(tables, Quarter(2012, 3), YEAR_END)
    write_funnel(tables, Quarter(2012, 1), YEAR_END)
    raw = tables.read(["funnel"])["funnel"]
    views = [
        (row["period"], row["by"], row["key"]) for row in map(raw.row_values, range(raw.length))
    ]
    assert len(set(views)) == len(views)
    assert {period for period, _, _ in views} == {"2012-Q1", "2012-Q3"}
    assert ("2012-Q1", "地区 region", "Europe") in views


def test_a_view_that_there_is_not_is_refused_and_chinese_names_are_known():
    assert list(funnel_report(book(), Year(2012), YEAR_END, "渠道").views) == ["channel"]
    with pytest.raises(UsageError, match="colour"):
        funnel_report(book(), Year(2012), YEAR_END, "colour")


def test_targets_of_four_measures_stand_against_what_came_spam_left_out():
    targets = [
        {"period": "2012-Q1", "channel": "search", "measure": measure, "amount": amount}
        for measure, amount in (("enquiries", 8), ("quotes", 4), ("orders", 2), ("receipts", 1000))
    ]
    asked = [
        {"enquiry_no": f"E-{at}", "received_at": datetime(2012, at, 3, 9), "channel": "search"}
        for at in (1, 2, 3)
    ]
    asked[0] |= {"customer": "Oak", "order_no": "SO-1"}
    asked[2] |= {"lost_reason": "spam"}
    tables = book(channel_targets=targets, enquiries=asked)
    report = funnel_report(tables, Quarter(2012, 1), YEAR_END)
    found = [
        (each.measure, each.target, each.came, each.reached)
        for each in wanted(report.views["channel"])
    ]
    # Three enquiries, one of them spam, of which one became an order of 500.00 received.
    assert found == [
        ("enquiries", 8, 2, 25),
        ("quotes", 4, 0, 0),
        ("orders", 2, 1, 50),
        ("receipts", 1000, 500, 50),
    ]
    assert re.search(r"回款 receipts +1,000 +500 +50", funnel_text(report))
    search = next(s for s in funnel_doc(report)["views"]["channel"] if s["key"] == "search")
    assert search["targets"]["orders"] == {
        "target": "2.00",
        "came": "1.00",
        "reached_percent": "50.00",
    }


def test_costs_are_the_channels_a_fairs_those_of_exhibitions_and_of_neither_nobodys():
    spent = [
        {"date": date(2012, 1, 9), "item": "ads", "amount": Decimal("100.01"), "channel": "search"},
        {"date": date(2012, 2, 9), "item": "booth", "amount": Decimal(300), "fair": "Canton"},
        {"date": date(2012, 2, 9), "item": "samples", "amount": Decimal(7)},
        {"date": date(2012, 2, 9), "item": "spot", "amount": Decimal(20), "channel": "radio"},
        {"date": date(2012, 4, 1), "item": "ads", "amount": Decimal(50), "channel": "search"},
    ]
    tables = book(expenses=spent, fairs=[{"fair": "Canton"}])
    report = funnel_report(tables, Quarter(2012, 1), YEAR_END)
    found = {step.key: step.cost for step in report.views["channel"]}
    assert found["search"] == 10001
    assert found["exhibition"] == 30000
    # Money for a channel that brought nothing is seen.
    assert found["radio"] == 2000
    assert sum(found.values()) == 42001
    [fair] = report.fairs
    assert fair.spent == 30000


def test_without_expenses_no_cost_is_known():
    report = funnel_report(book(), Quarter(2012, 1), YEAR_END)
    assert {step.cost for step in report.views["channel"]} == {None}


@pytest.mark.parametrize("marks", ["8:00 12:00 13:30", "nine to five"])
def test_marks_of_the_day_that_cannot_be_read_are_told(marks):
    policy = default_rows()["policy"]
    changed = [row | {"value": marks} if row["key"] == "hours.marks" else row for row in policy]
    report = funnel_report(book(policy=changed), Quarter(2012, 1), YEAR_END)
    assert [each.late_minutes for each in report.answers] == [None]
    [issue] = report.issues
    assert issue.key == "hours.marks"
    assert marks in issue.en


def test_the_months_of_enquiries_are_a_view():
    [view] = funnel_report(book(), Year(2012), YEAR_END, "month").views.values()
    assert [(s.key, s.enquiries, s.orders) for s in view] == [
        ("2012-01", 1, 1),
        ("2012-02", 1, 0),
        ("2012-07", 1, 0),
    ]


@pytest.mark.parametrize(("language", "word"), [("zh", "询盘月份"), ("en", "month")])
def test_on_paper_each_table_has_a_page_and_each_view_a_chart(tmp_path, language, word):
    targets = [{"period": "2012", "channel": "search", "measure": "orders", "amount": 4}]
    report = funnel_report(book(channel_targets=targets), Year(2012), YEAR_END)
    path = tmp_path / "funnel.xlsx"
    write_book(path, report, language)
    sheets = load_workbook(path).worksheets
    assert len(sheets) == len(list(report.sections()))
    assert [len(sheet._charts) for sheet in sheets[:6]] == [1, 1, 1, 1, 1, 0]
    assert any(sheet.title.endswith(word) for sheet in sheets)
    texts = [cell.value for row in sheets[0].iter_rows() for cell in row if cell.value]
    assert "search" in texts
    assert "500.00" in texts


def test_on_paper_without_any_enquiry_there_are_pages_of_nothing(tmp_path):
    report = funnel_report(book(enquiries=[], orders=[], receipts=[]), Year(2012), YEAR_END)
    write_book(tmp_path / "funnel.xlsx", report, "both")
    assert load_workbook(tmp_path / "funnel.xlsx").worksheets[0]["A1"].value.endswith("channel")


def test_a_blank_region_is_that_of_the_country_by_any_of_its_names():
    asked = [
        {"enquiry_no": f"E-{at}", "received_at": datetime(2012, 1, at, 9), "country": country}
        for at, country in enumerate(("法国", "UAE", "KE", "Atlantis", None), 1)
    ]
    [view] = funnel_report(book(enquiries=asked), Year(2012), YEAR_END, "region").views.values()
    assert [(step.key, step.enquiries) for step in view] == [
        ("Africa", 1),
        ("Europe", 1),
        ("Middle East", 1),
        ("unknown", 2),
    ]


def test_each_country_of_the_iso_list_has_one_region_of_the_rules():
    codes = [code for row in list_rows("names/regions") for code in row["countries"].split()]
    assert sorted(codes) == sorted({row["code"] for row in list_rows("names/countries")})
    assert {row["region"] for row in list_rows("names/regions")} == {key for key, _ in REGIONS}


@needs_crm
def test_the_made_up_years_countries_lie_in_the_regions_that_its_list_says():
    known = {(row["country"], row["region"]) for row in rows(CRM / "customers.csv")}
    assert {(country, region_of(country)) for country, _ in known} == known
