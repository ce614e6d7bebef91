"""Laws that hold for any figures: nothing is lost in a split, a refund mirrors its receipt (RULES,
head).
"""

from datetime import date
from fractions import Fraction

import oracle
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core import money
from xlpy.core.commission import claws_back, commission_and_carry
from xlpy.core.policy import RulesOn, Step

AMOUNTS = st.integers(-(10**13), 10**13)
STEPS = (Step(Fraction(0), Fraction(1, 100)), Step(Fraction(1), Fraction(5, 400)))
WEIGHTS = st.lists(st.fractions(0, 1000, max_denominator=10**4), min_size=1, max_size=12).filter(
    any
)


@given(AMOUNTS, WEIGHTS)
def test_a_split_sums_to_its_amount_and_no_part_is_a_fen_off(amount, weights):
    parts = money.split(amount, weights)
    assert sum(parts) == amount
    ideal = [Fraction(amount) * weight / sum(weights) for weight in weights]
    assert all(abs(part - exact) < 1 for part, exact in zip(parts, ideal, strict=True))


@given(AMOUNTS, WEIGHTS)
def test_a_split_is_that_of_the_second_reading(amount, weights):
    assert money.split(amount, weights) == oracle.exact_split(amount, weights)


@given(AMOUNTS, WEIGHTS)
def test_a_refund_splits_as_its_receipt(amount, weights):
    assert money.split(-amount, weights) == [-part for part in money.split(amount, weights)]


@given(st.fractions(max_denominator=10**6))
def test_a_negative_amount_rounds_as_its_opposite(value):
    assert money.round_half_up(-value) == -money.round_half_up(value)
    assert money.round_half_up(value) == oracle.half_up(value)


@given(st.fractions(), st.fractions())
def test_rounding_keeps_the_order(one, other):
    low, high = sorted((one, other))
    assert money.round_half_up(low) <= money.round_half_up(high)


@given(AMOUNTS, st.sampled_from(["carry", "claw_back"]), st.sampled_from(["personal", "team"]))
def test_a_base_below_zero_is_clawed_back_in_whole_or_carried_in_whole(fen, choice, scheme):
    """B-3.B.1: whoever has no target, and every team, carries all of it, whatever the choice."""
    base = -abs(fen)
    rules = RulesOn(date(2012, 1, 31), {"receipts.negative": choice}, {}, {})
    for target in (None, 100):
        paid, carried = commission_and_carry(
            base, target, STEPS, claws_back(rules, scheme, target is not None)
        )
        back = target and (choice, scheme) == ("claw_back", "personal")
        assert (paid, carried) == (
            (-oracle.half_up(Fraction(-base, 100)), 0) if back else (0, base)
        )


@given(AMOUNTS)
def test_money_as_text_reads_back(fen):
    assert money.show(fen) == oracle.money(fen)
    assert oracle.fen(money.show(fen)) == fen
