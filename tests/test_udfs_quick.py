"""Columns and floats that functions for cells read the quick way give what the careful way gives,
to the fen.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.book.cells.numbers import read_money
from xlpy.functions import CellProblem, call
from xlpy.functions.values import fen_of, fens_of


def near(number, ulps):
    """A float so many steps beside another: what a sum of cells is instead of its decimal."""
    for _ in range(abs(ulps)):
        number = math.nextafter(number, math.copysign(math.inf, ulps))
    return number


thousandths = st.builds(
    lambda number, ulps: near(number / 1000, ulps),
    st.integers(-(10**16), 10**16),
    st.integers(-9, 9),
)
halves = st.builds(
    lambda fen, ulps: near((2 * fen + 1) / 200, ulps),
    st.integers(-(10**14), 10**14),
    st.integers(-9, 9),
)
small_halves = st.builds(
    lambda fen, ulps: near((2 * fen + 1) / 200, ulps),
    st.integers(-(10**6), 10**6),
    st.integers(-9, 9),
)
amounts = st.one_of(
    thousandths,
    halves,
    small_halves,
    st.floats(-1e10, 1e10),
    st.integers(-(10**6), 10**6).map(float),
)


@given(amounts)
def test_the_quick_way_to_read_a_float_gives_the_fen_of_its_15_digits(number):
    assert fen_of(number, ("", "")) == read_money(number)


@given(st.lists(amounts, min_size=1, max_size=20))
def test_a_column_read_as_a_whole_gives_each_cells_fen(cells):
    found = fens_of([[cell] for cell in cells], ("", ""))
    assert found in (None, [read_money(cell) for cell in cells])
    assert found is not None or any(abs(cell) >= 1e9 for cell in cells)


odd = st.one_of(
    amounts,
    st.just(0.0),
    st.floats(),
    st.sampled_from([None, "", "x", "1,234.50", "１２", True, "#N/A"]),
)
goals = st.one_of(odd, st.integers(1, 10**9).map(lambda cents: cents / 100))


@given(
    st.lists(st.tuples(odd, goals), min_size=2, max_size=6),
    st.sampled_from(["TD_COMMISSION", "TD_ATTAINMENT"]),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_column_gives_what_its_rows_give_alone_errors_and_all(rows, name, one_target, below):
    def shown(cell):
        return (cell.error, cell.text) if isinstance(cell, CellProblem) else cell

    # The range may reach below the data.
    rows = rows + [(None, "")] * below
    targets = [[rows[0][1]]] if one_target else [[target] for _, target in rows]
    got = call(name, [[receipts] for receipts, _ in rows], targets)
    alone = [
        call(name, rows[at][0], targets[0 if one_target else at][0])[0] for at in range(len(rows))
    ]
    blank = [
        receipts in (None, "") and (one_target or target in (None, "")) for receipts, target in rows
    ]
    if all(blank):
        assert got[0][0].error == "#N/A"
    else:
        expected = ["" if skip else shown(cell) for skip, [cell] in zip(blank, alone, strict=True)]
        assert expected == [shown(cell) for [cell] in got]


@pytest.mark.parametrize("receipts", [100.0, [[100.0], [100.0]]])
def test_another_rate_in_the_tiers_is_another_commission(receipts):
    """What was read for one call does not answer for the next."""
    tiers = [
        [["scheme", "over", "rate", "from"], ["personal", 0.0, rate, 40000.0]]
        for rate in (1.0, 2.0, 1.0)
    ]
    shown = [call("TD_COMMISSION", receipts, 100.0, None, table)[0] for table in tiers]
    assert shown == [[1.0], [2.0], [1.0]]
    assert call("TD_COMMISSION", receipts, 100.0)[0] == [1.0]


def test_terms_that_cannot_be_are_told_in_every_row():
    shown = call("TD_COMMISSION", [[1.0], [2.0]], 100.0, "nobody")
    assert [cell.error for [cell] in shown] == ["#VALUE!", "#VALUE!"]
