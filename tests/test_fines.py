"""Fines: proposed, decided, written; what the law allows; nothing is taken that nobody decided."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from commands import command
from hypothesis import given
from hypothesis import strategies as st
from relationkit import department

from xlpy.book.defaults import default_rows
from xlpy.book.load import load
from xlpy.core.fines import catalogue, law_limits
from xlpy.core.issues import UsageError
from xlpy.core.periods import Month
from xlpy.core.policy import Rules
from xlpy.core.tables.results import Pay
from xlpy.jobs.fines import decide_fine, fine_list, propose_fine
from xlpy.jobs.logcheck import check_logs
from xlpy.messages.fines import fines_doc, fines_text
from xlpy.messages.words import Words

TODAY = date(2012, 7, 20)
DAY = date(2012, 7, 9)
LATE = {"date": DAY, "name": "王芳", "code": "B-4.5", "reason": "迟到 12 分钟"}
CHAT = {"date": DAY, "name": "赵磊", "code": "E-1.7", "reason": "聊天", "amount": Decimal(50)}
ABOUT_LATE, ABOUT_CHAT = (DAY, "王芳", "B-4.5"), (DAY, "赵磊", "E-1.7")


def book(**more):
    return department(**{"fine_proposals": [LATE, CHAT], **more})


def rows(tables, key):
    return load(tables.read([key])[key])[0]


def test_the_catalogue_is_the_policys_codes_and_no_other_key():
    rules = Rules(rows(department(), "policy")).on(TODAY)
    found = {row.code: row.amount for row in catalogue(rules)}
    assert found == {
        **dict.fromkeys(("B-4.1", "B-4.2", "B-4.3", "B-4.4", "B-4.5")),
        "E-1.6": 30000,
        "E-1.7": 5000,
        "E-4.1": 100000,
        "E-5.1": 100000,
    }


def test_a_decided_fine_becomes_a_row_and_one_let_off_does_not():
    tables = book()
    done = decide_fine(tables, ABOUT_CHAT, "罚", "刘洋", TODAY)
    assert (done.amount, done.review) == (5000, None)
    decide_fine(tables, ABOUT_LATE, "no fine", "刘洋", TODAY)
    [fine] = rows(tables, "fines")
    # A blank amount is the catalogue's, so a change of it before the close counts.
    assert (fine.date, fine.name, fine.code, fine.amount) == (*ABOUT_CHAT, None)
    assert "聊天" in fine.note and "刘洋" in fine.note
    assert [row.decision for row in rows(tables, "fine_proposals")] == ["no fine", "fine"]
    assert fine_list(tables, TODAY).open == []


def test_nothing_is_written_by_a_proposal_but_the_proposal():
    tables = department()
    propose_fine(tables, ABOUT_CHAT, "上班聊天", "刘洋", TODAY)
    [row] = rows(tables, "fine_proposals")
    assert (row.amount, row.decision, row.reason) == (5000, None, "上班聊天 (刘洋)")
    assert rows(tables, "fines") == []
    with pytest.raises(UsageError, match="already"):
        propose_fine(tables, ABOUT_CHAT, "又聊天", "刘洋", TODAY)


def decide(about, word="罚", by="刘洋", amount=None):
    return lambda tables: decide_fine(tables, about, word, by, TODAY, amount)


def propose(name, code="E-1.6", reason="装游戏", by="刘洋", day=DAY):
    return lambda tables: propose_fine(tables, (day, name, code), reason, by, TODAY)


REFUSED = {
    "nobody proposed it": (decide((DAY, "王芳", "E-1.7")), "E-1.7"),
    "no amount": (decide(ABOUT_LATE), "fine.B-4.5"),
    "below zero": (decide(ABOUT_LATE, amount=-1), "负"),
    "no decision": (decide(ABOUT_CHAT, ""), "不罚"),
    "a salesperson decides": (decide(ABOUT_CHAT, by="王芳"), "fine.deciders"),
    "a stranger decides": (decide(ABOUT_CHAT, by="李四"), "李四"),
    "a salesperson proposes": (propose("王芳", by="赵磊"), "fine.proposers"),
    "an unknown code": (propose("王芳", "E-9.9"), "E-9.9"),
    "a stranger": (propose("李四"), "李四"),
    "a day to come": (propose("王芳", day=date(2012, 7, 21)), "2012-07-21"),
    "no reason": (propose("王芳", reason=" "), "原因"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_be_is_refused_and_nothing_is_written(case):
    act, word = REFUSED[case]
    tables = book()
    before = {key: rows(tables, key) for key in ("fines", "fine_proposals")}
    with pytest.raises(UsageError) as failure:
        act(tables)
    assert word in failure.value.zh
    assert before == {key: rows(tables, key) for key in before}


def test_nobody_decides_twice_nor_on_their_own():
    tables = book(fine_proposals=[LATE, CHAT | {"name": "刘洋"}])
    with pytest.raises(UsageError, match="own"):
        decide_fine(tables, (DAY, "刘洋", "E-1.7"), "罚", "刘洋", TODAY)
    decide_fine(tables, ABOUT_LATE, "罚", "刘洋", TODAY, 2000)
    assert rows(tables, "fines")[0].amount == 2000
    with pytest.raises(UsageError, match="decided already"):
        decide_fine(tables, ABOUT_LATE, "不罚", "刘洋", TODAY)


def test_a_fine_that_is_repeated_or_grave_calls_for_a_review():
    fined = [{"date": date(2012, 3, 1), "name": "赵磊", "code": "E-1.7"}]
    assert decide_fine(book(fines=fined), ABOUT_CHAT, "罚", "刘洋", TODAY).review.times == 2
    last_year = [fined[0] | {"date": date(2011, 12, 31)}]
    assert decide_fine(book(fines=last_year), ABOUT_CHAT, "罚", "刘洋", TODAY).review is None
    grave = CHAT | {"code": "E-4.1"}
    done = decide_fine(book(fine_proposals=[grave]), (DAY, "赵磊", "E-4.1"), "罚", "刘洋", TODAY)
    assert (done.review.amount, done.review.times) == (100000, 1)


def test_a_fine_of_a_closed_month_is_said_to_come_as_an_adjustment():
    closed = [{"period": "2012-07", "state": "closed"}]
    tables = book(closes=closed)
    done = decide_fine(tables, ABOUT_CHAT, "罚", "刘洋", TODAY)
    assert [issue.key for issue in done.issues] == ["fine.closed"]


def test_check_names_what_is_open_unwritten_or_against_the_decision():
    proposals = [LATE, CHAT | {"decision": "fine"}, LATE | {"name": "刘洋", "decision": "no fine"}]
    fines = [{"date": DAY, "name": "刘洋", "code": "B-4.5", "amount": Decimal(5)}]
    found = check_logs(book(fine_proposals=proposals, fines=fines))
    assert [issue.key for issue in found] == ["fine.open", "fine.unwritten", "fine.against"]
    assert "1" in found[0].zh


def test_the_list_says_amounts_deciders_and_who_is_to_be_reviewed():
    fined = [{"date": date(2012, month, 1), "name": "赵磊", "code": "E-1.7"} for month in (3, 4)]
    listed = fine_list(book(fines=fined), TODAY)
    text = fines_text(listed, Words("en", None))
    assert "Who decides: manager" in text and "E-1.7: 2 times, 100.00 · review" in text
    assert "迟到 12 分钟" in text and "not set" in text
    doc = fines_doc(fine_list(book(fines=fined), TODAY, "赵磊"))
    assert [row["code"] for row in doc["proposals"]] == ["E-1.7"]
    assert doc["fined"][0]["review"] is True
    with pytest.raises(UsageError, match="李四"):
        fine_list(book(), TODAY, "李四")


PAY = Pay(Month(2012, 7), "王芳")


def paid(fines, total, deductions=0):
    return replace(PAY, fines_taken=fines, deductions=deductions, total=total)


def on(**values):
    policy = rows(department(), "policy")
    policy += [
        replace(policy[0], key=k, value=v, from_=date(2012, 1, 1)) for k, v in values.items()
    ]
    return Rules(policy).on(date(2012, 7, 31))


@pytest.mark.parametrize(
    ("row", "minimum", "keys"),
    [
        # 20 % of 1,500.00 are 300.00; social insurance of 200.00 is taken from what remains.
        (paid(30000, 120000), None, []),
        (paid(30001, 119999), None, ["fine.law_share"]),
        (paid(30000, 100000, 20000), "1200", []),
        (paid(30000, 100000, 20000), "1200.01", ["fine.law_wage"]),
        (paid(0, 90000), "1200", []),
    ],
)
def test_the_law_leaves_four_fifths_and_the_minimum_wage(row, minimum, keys):
    rules = on(**({"fine.law_wage": minimum} if minimum else {}))
    assert [issue.key for issue in law_limits(rules, row.month, [row])] == keys


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_share_of_pay_is_told_exactly_when_it_is_passed(fines, rest):
    rules = on()
    told = [i.key for i in law_limits(rules, PAY.month, [paid(fines, rest)])]
    assert bool(told) == (5 * fines > fines + rest and fines > 0)


def test_the_command_proposes_decides_and_lists(tmp_path):
    path = tmp_path / "book.xlsm"
    assert command("new", path, "--demo").code == 0
    what = ["2012-10-08", "王芳", "E-1.6"]
    day = ["--day", "2012-10-20", "--by", "刘洋"]
    done = command("fines", path, "--propose", *what, "--reason", "装游戏", *day)
    assert done.code == 0, done.err.decode()
    assert command("fines", path, "--decide", *what, "--decision", "罚").code == 2
    wrong = command("fines", path, "--decide", *what, "--decision", "罚", "--amount", "x", *day)
    assert wrong.code == 2 and "--amount" in wrong.err.decode()
    done = command("fines", path, "--decide", *what, "--decision", "罚", "--json", *day)
    assert json.loads(done.out)["amount"] == "300.00"
    listed = json.loads(command("fines", path, "--json", "--day", "2012-10-20").out)
    assert ("王芳", "E-1.6") in {(row["name"], row["code"]) for row in listed["fined"]}
    assert default_rows()["policy"] and listed["proposals"] == []
