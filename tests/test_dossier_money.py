"""Amounts in words, cost analysis and approvals, each line of cases/ one test (C-2.3, C-2.4)."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from xlpy.core.costing import NoMargin, analysis, approval_state, approver, revenue_cny
from xlpy.core.money import rounded, show, to_fen
from xlpy.core.words import NoWords, english, rmb

CASES = Path(__file__).parent / "cases"
COSTS = ("purchase", "freight", "insurance", "commission", "bank", "other")


def lines(name):
    """The lines of a case file, each a pytest parameter whose id is its sentence."""
    with open(CASES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("case", [line for line in lines("words") if line.values[0]["chinese"]])
def test_chinese_words(case):
    amount = to_fen(Decimal(case["amount"]))
    if case["chinese"] == "refused":
        with pytest.raises(NoWords):
            rmb(amount)
    else:
        assert case["chinese"] == rmb(amount)


@pytest.mark.parametrize("case", lines("words"))
def test_english_words(case):
    amount = Decimal(case["amount"])
    if case["english"] == "refused":
        with pytest.raises(NoWords):
            english(amount, case["currency"])
    else:
        assert case["english"] == english(amount, case["currency"])


def test_chinese_words_say_every_amount_differently():
    amounts = [*range(30000), *range(99_999_000, 100_001_000), *(10**k for k in range(14))]
    assert len(set(amounts)) == len({rmb(amount) for amount in set(amounts)})


def percent(text):
    return Fraction(Decimal(text)) / 100


def analysed(case):
    revenue = revenue_cny(Decimal(case["price"]), Decimal(case["rate"] or 1))
    costs = {key: to_fen(Decimal(case[key])) for key in COSTS}
    return analysis(revenue, costs, percent(case["vat"]), percent(case["rebate_rate"]))


@pytest.mark.parametrize("case", lines("costing"))
def test_costing(case):
    if case["revenue"] == "refused":
        with pytest.raises(NoMargin):
            analysed(case)
        return
    found = analysed(case)
    answer = {key: show(getattr(found, key)) for key in ("revenue", "rebate", "profit")}
    answer["margin"] = format(rounded(found.margin * 100), "f")
    answer["approver"] = approver(found.margin, percent(case["floor"]))
    assert {key: case[key] for key in answer} == answer


def test_an_approval_stands_for_the_figure_that_was_seen_and_no_other():
    assert approval_state([], "4.99 %") == "missing"
    assert approval_state(["4.99 %"], "4.99 %") == "valid"
    assert approval_state(["4.99 %"], "4.98 %") == "void"
    assert approval_state(["4.99 %", "4.98 %"], "4.99 %") == "valid"
    assert approval_state([None], "4.99 %") == "void"
