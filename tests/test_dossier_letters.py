"""Letters of credit: tolerance of quantities, amendments and drawings as all parts see them
(C-2.8, UCP 600 art. 30).
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import dossierkit as kit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.customers.todo import todo
from xlpy.core.dossier.amending import as_amended
from xlpy.core.dossier.credits import drawn, most_drawn, quantity
from xlpy.core.dossier.file import Dossier
from xlpy.core.tables.letters import Drawing, LetterAmendment
from xlpy.core.tables.shipping import Letter
from xlpy.functions.ruletables import rules_on
from xlpy.jobs.customers import facts_of, known_of
from xlpy.jobs.dossier import check_order

CASES = Path(__file__).parent / "cases" / "letter_quantity.csv"


def lines():
    with open(CASES, encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def lc(**more):
    """The order paid by L/C, its letter with more in it."""
    rows = kit.letter()
    rows["letters"][0] |= more
    return rows


@pytest.mark.parametrize("case", lines())
def test_the_packed_quantity_is_within_what_the_letter_allows(case):
    keys = ("quantity_terms", "more", "less", "partial")
    stated = {key: case[key] for key in keys if case[key]}
    stated |= {key: Decimal(stated[key]) for key in ("more", "less") if key in stated}
    rows = lc(**stated)
    rows["packages"][1] |= {"first": 21, "last": 21, "quantity": Decimal(case["packed"])}
    found = list(quantity(kit.files(rows).dossiers[0]))
    assert [fault.table for fault in found] == (["packages"] if case["told"] == "yes" else [])


def test_what_is_drawn_beyond_the_letter_is_told_with_the_sums():
    rows = lc()
    rows["drawings"] = [
        {"lc_no": "LC-1", "drawing_no": 1, "amount": Decimal("8000")},
        {"lc_no": "LC-1", "drawing_no": 2, "amount": Decimal("5000.50")},
    ]
    [told] = drawn(kit.files(rows).dossiers[0])
    assert (told.table, told.said.en, told.to_do.en) == (
        "drawings",
        "drawn in all, 13000.50 USD is more than the 12500.00 USD of L/C LC-1: 500.50 USD too much",
        "lower the amount, have the L/C amended, or collect the rest otherwise",
    )
    assert (
        told.said.zh == "支款合计 13000.50 USD 超过信用证 LC-1 可支的 12500.00 USD，多 500.50 USD"
    )


def test_the_check_of_an_order_and_its_amendments_is_the_check_of_one_among_many():
    rows = lc(amount=Decimal(9000))
    rows["letter_amendments"] = [
        {
            "lc_no": "LC-1",
            "amendment_no": 1,
            "amended_on": kit.day("03-25"),
            "amount": Decimal(12500),
        }
    ]
    assert check_order(kit.tables(rows), kit.NO) == []


def test_an_amendment_of_a_letter_that_is_not_there_is_named():
    rows = lc()
    rows["letter_amendments"] = [
        {"lc_no": "LC-9", "amendment_no": 1, "amended_on": kit.day("03-25")}
    ]
    [issue] = kit.files(rows).issues
    assert (issue.key, issue.table, issue.column) == ("dossier.stray", "letter_amendments", "lc_no")
    assert '"LC-9" is not there' in issue.said.en


def test_the_to_do_list_goes_by_the_amended_date_and_by_the_last_drawing():
    rows = lc(latest_shipment=kit.day("05-10"), presented_on=None)
    del rows["export_papers"]
    rows["letter_amendments"] = [
        {
            "lc_no": "LC-1",
            "amendment_no": 1,
            "amended_on": kit.day("04-20"),
            "latest_shipment": kit.day("05-30"),
        }
    ]
    day = kit.day("05-08")

    def due():
        facts = facts_of(known_of(kit.tables(rows), day).records, rules_on(day))
        return [task for task in todo(facts, day, rules_on(day)) if task.what == "L/C"]

    assert due() == []  # 05-30 is not near on 05-08
    day = kit.day("05-29")
    assert [(task.reference, task.due) for task in due()] == [("LC-1", kit.day("05-30"))]
    rows["drawings"] = [
        {"lc_no": "LC-1", "drawing_no": 1, "amount": Decimal(12500), "presented_on": day}
    ]
    assert due() == []


FIRST = date(2012, 1, 1)
AMENDMENTS = st.lists(
    st.builds(
        LetterAmendment,
        lc_no=st.sampled_from(["LC-1", "LC-2"]),
        amendment_no=st.integers(1, 9),
        amended_on=st.dates(FIRST, date(2012, 12, 31)),
        amount=st.none() | st.integers(1, 10**6).map(Decimal),
        expiry=st.none() | st.dates(FIRST, date(2013, 12, 31)),
    ),
    unique_by=lambda row: row.amended_on,
)


@given(AMENDMENTS)
def test_the_order_of_amendments_says_nothing_and_only_its_own_change_a_letter(rows):
    letters = [Letter("LC-1", "SO-1", amount=Decimal(5)), Letter("LC-2", "SO-1")]
    found = as_amended(letters, rows, ())
    assert found == as_amended(letters, rows[::-1], ())
    for letter, was in zip(found, letters, strict=True):
        own = sorted(
            (row for row in rows if row.lc_no == was.lc_no), key=lambda row: row.amended_on
        )
        amounts = [row.amount for row in own if row.amount is not None]
        assert letter.amount == (amounts[-1] if amounts else was.amount)


@given(st.lists(st.integers(1, 2000000).map(lambda fen: Decimal(fen) / 100), min_size=1))
def test_a_letter_pays_exactly_what_is_drawn_within_its_amount(amounts):
    order = kit.files(lc()).dossiers[0]
    drawings = [Drawing("LC-1", at, amount) for at, amount in enumerate(amounts, 1)]
    dossier = Dossier(order.order, order.office, {**order.rows, "drawings": drawings})
    [letter] = dossier.of("letters")
    assert bool(list(drawn(dossier))) == (sum(amounts) > most_drawn(dossier, letter))
