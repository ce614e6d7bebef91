"""Whatever the layout of a statement's columns: money in is above zero, money out below, and
nothing else is booked.
"""

import csv
import io
from decimal import Decimal

import bankkit
from hypothesis import given
from hypothesis import strategies as st

from xlpy.bank.files import read_statement
from xlpy.jobs.bank import propose

DAYS = ("交易日期", "Date", "Booking date", "记账日期 Posting date", "Buchungstag")
TEXTS = ("摘要", "Description", "Payment Reference", "附言 Remark", "Verwendungszweck")
CURRENCIES = ("币种", "Currency", "Billing currency")
SIDES = (
    ("收入", "支出"),
    ("贷方发生额", "借方发生额"),
    ("Paid in", "Paid out"),
    ("Amount (in)", "Amount (out)"),
    ("交易金额(收入)", "交易金额(支出)"),
    ("Credit Amount", "Debit Amount"),
    ("Deposits", "Withdrawals"),
    ("Haben", "Soll"),
)
SUMS = ("金额", "Amount", "交易金额", "Betrag", "发生额")
WAYS = (
    ("贷", "借"),
    ("贷 Cr", "借 Dr"),
    ("收入", "支出"),
    ("Credit", "Debit"),
    ("CRDT", "DBIT"),
    ("IN", "OUT"),
)
WAY_HEADINGS = ("借贷标志", "Debit/credit", "Transaction Type", "收支类型", "Info", "Details")
SIGNED = (
    ("{}", "-{}"),
    ("{}", "({})"),
    ("{}", "{}-"),
    ("+{}", "-{}"),
    ("{} CR", "{} DR"),
    ("USD {}", "USD -{}"),
)

cents = st.integers(1, 10**8)
entries = st.lists(st.tuples(st.booleans(), cents), min_size=2, max_size=6).filter(
    # Both sides: where nothing ever went out, a file does not show how it writes that.
    lambda rows: {came_in for came_in, _ in rows} == {True, False}
)


@st.composite
def statements(draw):
    """The columns of a statement in any order, and the entries that it tells of."""
    rows = draw(entries)
    written = [(came_in, f"{Decimal(size) / 100:,.2f}") for came_in, size in rows]
    columns = [
        (draw(st.sampled_from(DAYS)), [f"2012-11-{day:02d}" for day in range(1, len(rows) + 1)]),
        (draw(st.sampled_from(TEXTS)), ["SO-0338"] * len(rows)),
        (draw(st.sampled_from(CURRENCIES)), ["USD"] * len(rows)),
        *draw(st.sampled_from((_in_two, _by_word, _by_sign)))(draw, written),
    ]
    return draw(st.permutations(columns)), rows


def _in_two(draw, written):
    headings = draw(st.sampled_from(SIDES))
    nothing = draw(st.sampled_from(("", "-", "0.00")))
    return [
        (heading, [size if came_in is (side == 0) else nothing for came_in, size in written])
        for side, heading in enumerate(headings)
    ]


def _by_word(draw, written):
    words = draw(st.sampled_from(WAYS))
    heading = draw(st.sampled_from(WAY_HEADINGS))
    sums = (draw(st.sampled_from(SUMS)), [size for _, size in written])
    return [sums, (heading, [words[0] if came_in else words[1] for came_in, _ in written])]


def _by_sign(draw, written):
    forms = draw(st.sampled_from(SIGNED))
    sums = [forms[0 if came_in else 1].format(size) for came_in, size in written]
    return [(draw(st.sampled_from(SUMS)), sums)]


@given(statements())
def test_the_sign_is_right_in_every_layout(drawn):
    columns, rows = drawn
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([heading for heading, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    proposal = propose(bankkit.workbook(), read_statement(out.getvalue().encode()))
    found = [(row.verdict, row.line.amount) for row in proposal.rows if row.verdict != "skip"]
    signed = [Decimal(size if came_in else -size) / 100 for came_in, size in rows]
    assert found == [("receipt" if amount > 0 else "refund", amount) for amount in signed]
