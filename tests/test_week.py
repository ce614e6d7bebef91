"""The week's report: a week by hand, the weeks of 2012 beside the project, what is refused."""

import csv
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from commands import command
from crm_data import CRM
from relationkit import department

from xlpy.core.issues import UsageError
from xlpy.core.weeks import parse_week
from xlpy.documents.weekpage import save_week
from xlpy.jobs.week import week_report
from xlpy.messages.week import week_doc, week_text
from xlpy.messages.words import Words

WEEK, AFTER = parse_week("2012-W28"), date(2012, 7, 20)


def at(day, hour=9):
    return datetime(2012, 7, day, hour)


def enquiry(number, came, replied=None, customer="Meadow Living", **more):
    row = {"enquiry_no": number, "customer": customer, "received_at": came, "replied_at": replied}
    return row | {"salesperson": "赵磊", "state": "open"} | more


ENQUIRIES = [
    enquiry("E-0", at(6), at(9)),
    enquiry("E-1", at(9), at(9, 17)),
    enquiry("E-2", at(10), at(13)),
    enquiry("E-3", at(15, 23)),
    enquiry("E-4", at(12), lost_reason="垃圾", state="lost"),
    enquiry("E-5", at(16)),
    enquiry("E-6", at(11), at(11), customer="Acme Lamps GmbH"),
]
"""Meadow Living is 王芳's and Acme 赵磊's, whoever the enquiry names (A-1.5)."""
ORDERS = [
    {"order_no": "SO-1", "customer": "Meadow Living", "salesperson": "王芳", "currency": "USD"}
    | {"amount": Decimal("1200.50"), "order_date": date(2012, 7, 9)},
    {"order_no": "SO-2", "customer": "Meadow Living", "salesperson": "王芳", "currency": "EUR"}
    | {"amount": Decimal(80), "order_date": date(2012, 7, 15)},
    {"order_no": "SO-3", "customer": "Acme Lamps GmbH", "salesperson": "赵磊"}
    | {"order_date": date(2012, 7, 16)},
]
RECEIPTS = [
    {"receipt_no": f"R-{no}", "date": day, "order_no": "SO-1", "amount": amount, "currency": "USD"}
    | {"rate": Decimal("6.3005")}
    for no, day, amount in (
        (1, date(2012, 7, 10), Decimal("100.01")),
        (2, date(2012, 7, 15), Decimal(-1)),
        (3, date(2012, 7, 16), Decimal(5000)),
    )
]
CREDITS = [
    {"order_no": "SO-1", "name": "王芳", "share": Decimal(70)},
    {"order_no": "SO-1", "name": "赵磊", "share": Decimal(30)},
]
PLAN = [
    {"item_no": "P-1", "year": 2012, "quarter": "Q3", "deliverable": "图片", "classes": 20}
    | {"per_class": 9, "owner": "王芳", "deadline": date(2012, 7, 20)},
    {"item_no": "P-2", "year": 2012, "quarter": "Q3", "deliverable": "方案", "owner": "王芳"}
    | {"deadline": date(2012, 7, 8), "finished": date(2012, 7, 11)},
    {"item_no": "P-3", "year": 2012, "quarter": "Q3", "deliverable": "规划", "owner": "王芳"}
    | {"deadline": date(2012, 7, 23)},
]
PROGRESS = [
    {"date": date(2012, 7, day), "item_no": "P-1", "done": Decimal(done)}
    for day, done in ((8, 45), (9, 60), (15, 90), (16, 180))
]
LOGS = {
    "work_log": [
        {"date": date(2012, 7, 16), "kind": "week", "name": "王芳", "done": "见了客户"}
        | {"problems": "样品晚到", "next": "催款"}
    ],
    "issue_log": [
        {"issue_no": "I-1", "date": date(2012, 7, 2), "what": "唛头漏印", "owner": "王芳"}
        | {"due": date(2012, 7, 10), "done_on": date(2012, 7, 12)},
        {"issue_no": "I-2", "date": date(2012, 7, 13), "what": "晚答复", "owner": "赵磊"}
        | {"due": date(2012, 7, 22)},
    ],
    "meetings": [
        {"date": date(2012, 7, 9), "kind": "weekly", "attended": "王芳; 赵磊", "technical": "LED"},
        {"date": date(2012, 7, 17), "kind": "weekly", "next_week": "展会"},
    ],
    "trainings": [{"date": date(2012, 7, 12), "topic": "信用证"}],
}
FOLLOW_UPS = [
    {"date": date(2012, 7, 11), "customer": "Meadow Living", "salesperson": "王芳"}
    | {"next_on": date(2012, 7, 18), "next_step": "寄样品"},
    {"date": date(2012, 7, 16), "customer": "Meadow Living", "salesperson": "王芳"},
]


@pytest.fixture(scope="module")
def book():
    return department(
        enquiries=ENQUIRIES,
        orders=ORDERS,
        receipts=RECEIPTS,
        credits=CREDITS,
        plan_items=PLAN,
        plan_progress=PROGRESS,
        follow_ups=FOLLOW_UPS,
        quotations=[
            {"quotation_no": f"Q-{day}", "enquiry_no": "E-1", "sent_on": date(2012, 7, day)}
            for day in (8, 10, 16)
        ],
        **LOGS,
    )


@pytest.fixture(scope="module")
def doc(book):
    found = week_doc(week_report(book, AFTER, WEEK))
    return found | {"people": {person["name"]: person for person in found["people"]}}


def test_the_figures_are_those_of_the_rows_of_the_week(doc):
    own = doc["people"]["王芳"]
    figures = ("enquiries", "answered", "not_answered", "quotations", "orders", "follow_ups")
    # Not E-4, which is spam; E-3 is not answered by Sunday; E-5 came later.
    assert [own[key] for key in figures] == [3, 3, 1, 1, 2, 1]
    assert own["order_amounts"] == {"EUR": "80.00", "USD": "1200.50"}
    # 100.01 × 6.3005 = 630.113 → 630.11, less 6.3005 → 6.30: of 623.81, 70 % by receipt.
    assert (own["receipts"], doc["people"]["赵磊"]["receipts"]) == ("436.67", "187.14")
    assert [doc["all"][key] for key in figures] == [4, 4, 1, 1, 2, 1]
    assert doc["all"]["receipts"] == "623.81"


def test_what_was_done_late_is_named_with_its_days(doc):
    assert [text["en"].split(" days")[0] for text in doc["people"]["王芳"]["done_late"]] == [
        *("E-0 3", "E-2 3"),
        *("P-2 3", "I-1 2"),
    ]


def test_the_plan_goes_from_the_eve_to_the_end_of_the_week(doc):
    assert doc["people"]["王芳"]["plan"] == [
        {"item_no": "P-1", "before": "25.00", "after": "50.00"},
        {"item_no": "P-2", "before": "0.00", "after": "100.00"},
    ]


def test_the_next_week_holds_deadlines_and_planned_steps(doc):
    own = [(s["day"], s["number"]) for s in doc["people"]["王芳"]["next_week"]]
    assert own == [("2012-07-18", ""), ("2012-07-20", "P-1")]
    assert [s["number"] for s in doc["people"]["赵磊"]["next_week"]] == ["I-2"]


def test_who_summed_up_is_quoted_and_who_did_not_is_named(doc):
    assert doc["people"]["王芳"]["said"]["problems"] == "样品晚到"
    assert (doc["no_summary"], doc["no_weekly_meeting"]) == (["刘洋", "赵磊"], False)
    assert [row["date"] for row in doc["meetings_next_week"]] == ["2012-07-17"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["周报 2012-W28", "自述: 见了客户", "下周: 2012-07-20 P-1", "没有周报的人: 刘洋"]),
        (
            "en",
            ["Report of week", "next week: 2012-07-20 P-1", "2012-07-12 信用证", "USD 1,200.50"],
        ),
    ],
)
def test_the_text_is_in_one_language_and_says_all(book, language, words):
    text = week_text(week_report(book, AFTER, WEEK), Words(language, None))
    assert [word for word in words if word not in text] == []
    assert ("询盘" in text) == (language == "zh")


def test_one_persons_week_is_theirs_alone(book):
    found = week_report(book, AFTER, WEEK, "赵磊")
    assert ([each.name for each in found.people], found.no_summary) == (["赵磊"], ["赵磊"])
    assert "全部" not in week_text(found, Words("zh", None))


@pytest.mark.parametrize("name", ["week.xlsx", "week.pdf"])
def test_it_is_saved_to_be_printed(book, tmp_path, name):
    save_week(tmp_path / name, week_report(book, AFTER, WEEK), "zh")
    assert (tmp_path / name).read_bytes()[:4] in (b"PK\x03\x04", b"%PDF")


def test_a_week_to_come_a_stranger_and_a_word_that_is_none_are_refused(book, tmp_path):
    for week, name, word in ((WEEK + 2, None, "2012-W30"), (WEEK, "李四", "李四")):
        with pytest.raises(UsageError) as failure:
            week_report(book, AFTER, week, name)
        assert word in failure.value.zh and word in failure.value.en
    path = tmp_path / "book.xlsm"
    assert command("new", path).code == 0
    done = command("week", path, "July", "王芳")
    assert done.code == 2 and "July" in done.err.decode()
    done = command("week", path, "--day", "2012-07-16", "--json")
    # Written on a Monday it is of the week before.
    assert json.loads(done.out)["week"] == "2012-W28"


@pytest.mark.skipif(not CRM.exists(), reason="the year of 2012 is not beside the project")
def test_the_weeks_of_a_year_sum_to_its_rows():
    def lines(name):
        with open(CRM / f"{name}.csv", encoding="utf-8", newline="") as file:
            return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]

    names = ("staff", "customers", "enquiries", "orders", "receipts", "follow_ups")
    rows = {name: lines(name) for name in names}
    # The folder has words of its own for states; what is counted here asks for none of them.
    for row in rows["enquiries"]:
        row["state"] = "lost" if row["state"] == "lost" else "open"
    rows["customers"] = [{"customer": row["customer"]} for row in rows["customers"]]
    keys = ("date", "customer", "salesperson")
    rows["follow_ups"] = [{key: row[key] for key in keys} for row in rows["follow_ups"]]
    tables = department(**rows)
    weeks = [parse_week("2012-W27") + at for at in range(3)]
    first, last = weeks[0].monday.isoformat(), weeks[-1].sunday.isoformat()
    found = [week_report(tables, date(2012, 12, 31), week) for week in weeks]

    def within(key):
        return lambda row: row[key] and first <= row[key][:10] <= last

    spam = [row for row in rows["enquiries"] if row["lost_reason"] == "spam"]
    real = [row for row in rows["enquiries"] if row not in spam]
    assert sum(each.whole.asked for each in found) == len([*filter(within("received_at"), real)])
    assert sum(each.whole.answered for each in found) == len([*filter(within("replied_at"), real)])
    done = Counter(row["salesperson"] for row in filter(within("date"), rows["follow_ups"]))
    told = defaultdict(int)
    for each in found:
        for person in each.people:
            told[person.name] += person.follow_ups
    assert {name: count for name, count in told.items() if count} == dict(done)
    fen = Decimal("0.01")
    came = sum(
        (Decimal(row["amount"]) * Decimal(row["rate"])).quantize(fen, ROUND_HALF_UP)
        for row in filter(within("date"), rows["receipts"])
    )
    assert sum(each.whole.receipts for each in found) == int(came * 100)
    assert found[0].week.monday + timedelta(20) == found[-1].week.sunday
