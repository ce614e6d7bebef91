"""A bank's statement as receipts: headers of several banks, what came in, whose order it is,
nothing taken twice.
"""

from datetime import date
from decimal import Decimal

import pytest

from xlpy.bank.files import read_statement
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import DataError
from xlpy.jobs.bank import (
    CLASH,
    KNOWN,
    NEW,
    NO_CURRENCY,
    NO_ORDER,
    NO_RATE,
    OUT,
    SEVERAL,
    TWICE,
    propose,
    take_over,
)
from xlpy.jobs.bankrates import last_rates

CHINESE = """招商银行交易明细,,,,,,
账号：,6225 0000,币种：,人民币,,,
交易日期,交易流水号,借方发生额（支取）,贷方发生额（收入）,余额,对方户名,摘要
20120703,S0001,,"50,000.00","80,000.00",ACME TRADING,货款 TD-2012-001
2012-07-04 10:11:12,S0002,1200.00,,78800.00,房东,房租
20120705,S0003,,1000.50,79800.50,某人,没有编号
合计,,1200.00,51000.50,,,
"""
ENGLISH = """Booking date;Amount;Currency;Description;Transaction ID
25/07/2012;10000.00;USD;PAYMENT TD 2012 002 ACME;X1
26/07/2012;-35.00;USD;FEE;X2
27/07/2012;700.00;EUR;TD-2012-001 and TD-2012-002;X3
"""


def tables(**more):
    orders = [
        {"order_no": number, "customer": "ACME", "salesperson": "王芳"}
        for number in ("TD-2012-001", "TD-2012-002", "TD-2012-00")
    ]
    return MemoryTables({"orders": orders, **more})


def moved(proposal):
    """The lines on which money moved, or of which that cannot be told."""
    return [row for row in proposal.rows if row.verdict != "skip" or row.state == KNOWN]


def states(proposal):
    rows = moved(proposal)
    return [
        (row.state, row.receipt.order_no if row.receipt else None)
        for row in rows
        if row.line.amount != -35
    ]


def refused(text, *options):
    """The rows that may not be booked as they stand, and why in English."""
    proposal = propose(tables(), of(text), *options)
    return [(row.line.row, row.why[1]) for row in proposal.rows if row.verdict == "refuse"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_statement_with_lines_before_its_header_is_read(encoding):
    statement = read_statement(CHINESE.encode(encoding))
    assert [(e.row, e.date, e.amount) for e in statement.entries] == [
        (4, date(2012, 7, 3), Decimal("50000.00")),
        (6, date(2012, 7, 5), Decimal("1000.50")),
    ]
    assert [(e.row, e.amount) for e in statement.out] == [(5, Decimal("-1200.00"))]
    assert (statement.lines[-1].kind, statement.currency) == ("skip", "CNY")


def test_a_sum_is_matched_by_the_order_number_in_the_banks_text():
    proposal = propose(tables(), read_statement(CHINESE.encode()))
    assert states(proposal) == [(NEW, "TD-2012-001"), (NO_ORDER, None), (NO_ORDER, None)]


def test_signs_and_blanks_inside_of_a_number_do_not_matter_and_two_numbers_are_no_match():
    proposal = propose(tables(), read_statement(ENGLISH.encode()), rates={"USD": Decimal("6.3")})
    assert states(proposal) == [(NEW, "TD-2012-002"), (SEVERAL, None)]
    assert proposal.new[0].rate == Decimal("6.3")


def test_a_foreign_sum_without_a_rate_waits_for_one():
    proposal = propose(tables(), read_statement(ENGLISH.encode()))
    assert (states(proposal)[0], proposal.currencies_without_rate) == (
        (NO_RATE, "TD-2012-002"),
        ["USD"],
    )


def test_a_statement_that_names_no_currency_takes_the_one_that_is_given():
    statement = read_statement("日期,金额,附言\n2012-07-03,5,TD-2012-001\n".encode())
    assert [row.state for row in moved(propose(tables(), statement))] == [NO_CURRENCY]
    assert (
        propose(tables(), statement, currency="CNY").new[0].receipt_no == "20120703-TD-2012-001-5"
    )


def test_a_statement_read_again_adds_nothing():
    workbook = tables()
    take_over(workbook, propose(workbook, read_statement(CHINESE.encode())))
    again = propose(workbook, read_statement(CHINESE.encode()))
    assert ([row.state for row in moved(again)], take_over(workbook, again)) == (
        [KNOWN, NO_ORDER, NO_ORDER],
        [],
    )


def test_what_is_taken_over_is_a_receipt_like_any_other():
    workbook = tables()
    take_over(
        workbook,
        propose(workbook, read_statement(ENGLISH.encode()), rates={"USD": Decimal("6.3325")}),
    )
    raw = workbook.read(["receipts"])["receipts"]
    assert raw.row_values(0) == {
        "receipt_no": "X1",
        "date": (2012, 7, 25),
        "order_no": "TD-2012-002",
        "amount": 10000.0,
        "currency": "USD",
        "rate": 6.3325,
    }


def test_the_newest_rate_of_a_currency_is_proposed():
    rows = [
        {
            "receipt_no": str(day),
            "date": date(2012, 7, day),
            "order_no": "TD-2012-001",
            "amount": 1,
            "currency": "USD",
        }
        | {"rate": Decimal(rate)}
        for day, rate in ((1, "6.1"), (9, "6.3"), (5, "6.2"))
    ]
    workbook = tables(receipts=rows)
    assert last_rates(workbook, date(2012, 7, 8)) == {"USD": Decimal("6.2")}


def test_a_longer_number_is_not_taken_for_a_shorter_one():
    statement = read_statement(b"date,credit,memo\n2012-07-03,5,INV 1TD-2012-00 and TD-2012-001\n")
    proposal = propose(tables(), statement, currency="CNY")
    assert moved(proposal)[0].orders == ("TD-2012-001",)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("date,credit\n2012-07-03,5 pieces\n", 2),
        ("date,credit\n03/07/2012,5\n", 2),
        ("date,amount,currency,memo\n2012-07-03,5,XXX,TD-2012-001\n", 2),
    ],
    ids=["an amount that is none", "a day that could be two", "a currency that is none"],
)
def test_a_statement_that_cannot_be_read_is_refused_with_its_line(text, row):
    assert [number for number, _ in refused(text)] == [row]
    assert [issue.row for issue in propose(tables(), of(text), "CNY").waiting] == [row]


def test_a_file_without_a_header_is_refused():
    with pytest.raises(DataError):
        of("nothing,of,use\n1,2,3\n")


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(DataError):
        read_statement(b"\x00\xff\x00\xfe\x81")


def of(text):
    return read_statement(text.encode())


def test_a_thousands_comma_without_quotes_is_refused_and_not_read_as_a_smaller_sum():
    """12,345.67 in a file with commas is two cells; 12 would be a plausible wrong sum."""
    [(row, why)] = refused("日期,附言,金额\n2012-07-03,TD-2012-001,12,345.67\n")
    assert (row, "345.67" in why) == (2, True)


def test_blank_cells_behind_the_last_column_and_lines_that_are_no_entries_do_not_matter():
    statement = of("日期,附言,金额\n2012-07-03,TD-2012-001,5,,\n合计,,5,,元,1\n")
    assert [entry.amount for entry in statement.entries] == [5]


@pytest.mark.parametrize("word", ["贷", "贷记", "转入", "Cr.", "CRDT", "存入"])
def test_words_for_money_that_came_in(word):
    statement = of(f"日期,借贷标志,金额,附言\n2012-07-03,{word},5,TD-2012-001\n")
    assert [entry.amount for entry in statement.entries] == [5]


@pytest.mark.parametrize("word", ["借", "借记", "转出", "Dr.", "DBIT", "支取"])
def test_words_for_money_that_went_out(word):
    statement = of(f"日期,借贷标志,金额,附言\n2012-07-03,{word},5,TD-2012-001\n")
    assert (statement.entries, [entry.amount for entry in statement.out]) == ([], [-5])


def test_a_word_that_tells_no_direction_is_refused_with_its_line():
    [(row, why)] = refused("日期,借贷标志,金额,附言\n2012-07-03,?,5,TD-2012-001\n", "CNY")
    assert (row, '"?"' in why) == (2, True)


@pytest.mark.parametrize(
    "line",
    ["2012-07-03,5,,TD-2012-001", "2012-07-03,,-5,TD-2012-001"],
    ids=["debit", "reversed credit"],
)
def test_money_that_went_out_for_an_order_is_told_since_it_may_be_a_refund(line):
    proposal = propose(tables(), of(f"日期,借方,贷方,附言\n{line}\n"), "CNY")
    found = [(row.verdict, row.state, row.orders, row.line.amount) for row in moved(proposal)]
    assert found == [("refund", OUT, ("TD-2012-001",), -5)]
    assert (proposal.new, proposal.counts["other"]) == ([], 0)


def test_money_that_went_out_for_no_order_is_only_counted():
    proposal = propose(tables(), of("日期,借方,贷方,附言\n2012-07-03,5,,房租\n"), "CNY")
    assert [(row.verdict, row.receipt) for row in moved(proposal)] == [("other", None)]


def test_a_number_that_another_sum_has_already_is_told_as_such():
    statement = of(
        "日期,金额,流水号,附言\n2012-07-03,5,1,TD-2012-001\n2012-07-03,6,1,TD-2012-001\n"
    )
    workbook = tables()
    assert [row.state for row in moved(propose(workbook, statement, "CNY"))] == [NEW, CLASH]
    take_over(workbook, propose(workbook, statement, "CNY"))
    assert [row.state for row in moved(propose(workbook, statement, "CNY"))] == [KNOWN, CLASH]


def verdicts(text):
    """What becomes of the lines that name an order."""
    return [
        row.verdict
        for row in propose(tables(), of(text), "CNY").rows
        if "TD-2012-001" in row.line.text
    ]


@pytest.mark.parametrize(
    "kind", ["Refund", "Refund to buyer", "退款", "提现", "Withdrawal", "Payout", "chargeback"]
)
def test_a_sum_without_a_minus_whose_type_is_money_out_is_no_receipt(kind):
    text = (
        "date,type,amount,memo\n2012-07-03,Sale,5,TD-2012-001\n2012-07-04,{},5,TD-2012-001\n"
        "2012-07-05,Fee,-5,x\n"
    )
    assert verdicts(text.format(kind)) == ["receipt", "refuse"]


@pytest.mark.parametrize(
    ("head", "heading"),
    [("信用卡账单", "金额"), ("Credit card statement", "Amount"), ("", "Card Member,Amount")],
)
def test_charges_of_a_credit_card_are_no_receipts(head, heading):
    member = "ANN," if "," in heading else ""
    lines = [f"2012-07-03,TD-2012-001,{member}5", f"2012-07-04,TD-2012-001,{member}-5"]
    assert verdicts("\n".join([head, f"Date,Description,{heading}", *lines, ""])) == [
        "refuse",
        "refuse",
    ]


def test_a_credit_card_that_says_which_way_the_money_went_is_read():
    text = (
        "Credit card statement\nDate,Description,Debit,Credit\n2012-07-03,TD-2012-001,5,\n"
        "2012-07-04,TD-2012-001,,5\n"
    )
    assert verdicts(text) == ["refund", "receipt"]


def test_a_sum_on_the_side_that_is_not_understood_does_not_go_by_unseen():
    text = (
        "date,withdrawal,Xyzzy,memo\n2012-07-03,,5.00,TD-2012-001\n2012-07-04,5.00,,TD-2012-001\n"
    )
    assert verdicts(text) == ["refuse", "refund"]


def test_two_lines_alike_in_one_statement_are_told_as_twice():
    statement = of("日期,金额,附言\n2012-07-03,5,TD-2012-001\n2012-07-03,5,TD-2012-001\n")
    assert [row.state for row in moved(propose(tables(), statement, "CNY"))] == [NEW, TWICE]


def test_a_minus_on_the_side_of_what_went_out_brings_nothing_in():
    statement = of(
        "日期,借方,贷方,附言\n2012-07-03,-5,,TD-2012-001\n2012-07-04,0.00,7,TD-2012-001\n"
    )
    assert ([e.amount for e in statement.entries], [e.amount for e in statement.out]) == ([7], [-5])
    statement = of("日期,借贷标志,金额,附言\n2012-07-03,借,-5,TD-2012-001\n")
    assert ([e.amount for e in statement.entries], [e.amount for e in statement.out]) == ([], [-5])


def test_a_line_with_both_a_debit_and_a_credit_is_refused():
    assert [
        row for row, _ in refused("日期,借方,贷方,附言\n2012-07-03,5,7,TD-2012-001\n", "CNY")
    ] == [2]
