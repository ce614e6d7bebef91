"""Closed means closed: the order of states, and that every kind of tampering with closed periods
is found and named.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import goodbook
import pytest

from xlpy.book.cells.values import parse, to_cell, to_export
from xlpy.book.load import cells_of, load
from xlpy.book.tables import Change
from xlpy.core.closings import LOCKED
from xlpy.core.issues import DataError, UsageError
from xlpy.core.periods import parse_period
from xlpy.core.tables import INPUTS, RULE_TABLES, TABLES
from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.reopen import lock, reopen
from xlpy.jobs.sealing import seals
from xlpy.jobs.sealing.verify import verify

MONTHS = ("2012-07", "2012-08", "2012-09", "2012-10")
AT = datetime(2012, 11, 1)
NOT_READ = ("customers", "plans")
"""What people write and no close reads: a change to it changes no pay."""
READ = tuple(table.key for table in (*INPUTS, *RULE_TABLES) if table.key not in NOT_READ)
TRIED = Counter()


def close_all(tables, *periods):
    for number, period in enumerate(periods):
        close(tables, period, by="刘洋", at=AT + timedelta(minutes=number))


def refusal(job, *arguments, **options):
    """The one issue with which a job refuses."""
    with pytest.raises(DataError) as caught:
        job(*arguments, **options)
    assert len(caught.value.issues) == 1
    return caught.value.issues[0].en


def refused_close(tables, period):
    return refusal(close, tables, period, by="刘洋", at=AT)


def refused_reopen(tables, period):
    return refusal(reopen, tables, parse_period(period), by="刘洋", reason="typo", at=AT)


@pytest.fixture
def book():
    return goodbook.memory_book(MONTHS)


@pytest.fixture(scope="module")
def closed():
    """A book with a late change settled, a re-opening and a lock: each result table has rows."""
    tables = goodbook.memory_book(MONTHS)
    close_all(tables, "2012-07", "2012-08", "2012-09", "2012-Q3")
    reopen(tables, parse_period("2012-Q3"), by="刘洋", reason="checked once more", at=AT)
    close_all(tables, "2012-Q3")
    goodbook.put(tables, "receipts", 3, "amount", Decimal("60000"))
    close_all(tables, "2012-10")
    lock(tables, parse_period("2012-08"))
    assert verify(tables).intact
    return tables


# --- What may change ------------------------------------------------------------------------------


def test_a_raise_and_a_promotion_with_their_day_leave_closed_months_as_they_are(book):
    close_all(book, "2012-07")
    goodbook.add(
        book, "staff_changes", name="王芳", **{"from": date(2012, 8, 1)}, post_wage=Decimal(2000)
    )
    goodbook.add(book, "staff_changes", name="陈明", **{"from": date(2012, 8, 31)}, role="manager")
    assert verify(book).intact
    close_all(book, "2012-08")
    pay = {(row["month"], row["name"]): row for row in export_rows(book, "payroll")}
    assert [pay[month, "王芳"]["post_wage"] for month in ("2012-07", "2012-08")] == [
        "1500.00",
        "2000.00",
    ]
    managers = [
        (row["month"], row["name"])
        for row in export_rows(book, "splits")
        if row["kind"] == "manager"
    ]
    assert managers == [("2012-07", "刘洋"), ("2012-08", "刘洋"), ("2012-08", "陈明")]
    assert export_rows(book, "adjustments") == []


def test_a_promotion_that_was_forgotten_is_settled(book):
    close_all(book, "2012-07", "2012-08")
    goodbook.add(
        book, "staff_changes", name="王芳", **{"from": date(2012, 7, 1)}, post_wage=Decimal(1700)
    )
    assert {(each.period, each.table, each.kind) for each in verify(book).changed} == {
        (parse_period(month), "staff_changes", "added") for month in ("2012-07", "2012-08")
    }
    close_all(book, "2012-09")
    assert [
        (row["origin"], row["item"], row["amount"]) for row in export_rows(book, "adjustments")
    ] == [
        ("2012-07", "post_wage", "200.00"),
        ("2012-08", "post_wage", "200.00"),
    ]


# --- Order ----------------------------------------------------------------------------------------


def test_months_close_in_order_and_without_gaps(book):
    close_all(book, "2012-08")
    assert "begins with 2012-08" in refused_close(book, "2012-07")
    assert "close 2012-09 first" in refused_close(book, "2012-10")
    close_all(book, "2012-09", "2012-10")


def test_a_quarter_closes_when_its_months_are_closed(book):
    assert "none of its months" in refused_close(book, "2012-Q3")
    close_all(book, "2012-07", "2012-08")
    assert "close 2012-09 first" in refused_close(book, "2012-Q3")
    close_all(book, "2012-09", "2012-Q3")
    assert "2012-10, 2012-11, 2012-12" in refused_close(book, "2012-Q4")


def test_a_year_closes_when_its_quarters_are_closed_and_months_before_the_first_count_as_closed(
    book,
):
    close_all(book, "2012-07", "2012-08", "2012-09")
    assert "close 2012-Q3, 2012-Q4 first" in refused_close(book, "2012")
    assert "none of its months" in refused_close(book, "2011")


def test_only_the_last_close_can_be_taken_back(book):
    close_all(book, "2012-07", "2012-08", "2012-09", "2012-Q3")
    assert "only 2012-Q3" in refused_reopen(book, "2012-09")
    assert "is not closed" in refused_reopen(book, "2012-10")
    assert "is not closed" in refused_reopen(book, "2012-06")


@pytest.mark.parametrize(
    ("by", "reason"), [("", "typo"), ("刘洋", ""), ("  ", "typo"), ("刘洋", "　")]
)
def test_taking_back_needs_a_name_and_a_reason(book, by, reason):
    close_all(book, "2012-07")
    with pytest.raises(UsageError):
        reopen(book, parse_period("2012-07"), by=by, reason=reason, at=AT)
    assert len(export_rows(book, "closes")) == 1


def test_a_close_that_was_taken_back_leaves_its_record_and_nothing_else(book):
    close_all(book, "2012-07")
    before = {table: export_csv(book, table) for table in TABLES if table != "reopenings"}
    close_all(book, "2012-08")
    digest = export_rows(book, "closes")[1]["digest"]
    reopen(book, parse_period("2012-08"), by=" 刘洋 ", reason="a receipt was missing", at=AT)
    assert before == {table: export_csv(book, table) for table in TABLES if table != "reopenings"}
    assert export_rows(book, "reopenings") == [
        {
            "period": "2012-08",
            "reopened_at": "2012-11-01T00:00:01",
            "reopened_by": "刘洋",
            "reason": "a receipt was missing",
            "digest": digest,
        }
    ]


def test_closing_anew_gives_the_same_rows_and_keeps_the_record_for_ever(book):
    close_all(book, "2012-07", "2012-08")
    before = {table: export_csv(book, table) for table in RESULT_PERIODS}
    reopen(book, parse_period("2012-08"), by="刘洋", reason="typo", at=AT)
    close_all(book, "2012-08")
    assert before == {table: export_csv(book, table) for table in RESULT_PERIODS}
    assert verify(book).intact
    goodbook.drop(book, "reopenings", 2)
    assert not verify(book).intact


def test_a_locked_period_and_those_before_it_stay_closed(book):
    close_all(book, "2012-07", "2012-08")
    assert [parse_period("2012-07"), parse_period("2012-08")] == lock(book, parse_period("2012-08"))
    assert lock(book, parse_period("2012-07")) == []
    assert [row["state"] for row in export_rows(book, "closes")] == ["locked", "locked"]
    assert "is locked" in refused_reopen(book, "2012-08")
    close_all(book, "2012-09")
    assert verify(book).intact
    reopen(book, parse_period("2012-09"), by="刘洋", reason="typo", at=AT)
    assert verify(book).intact
    assert "is locked" in refused_reopen(book, "2012-08")


def test_what_is_open_cannot_be_locked(book):
    assert "is not closed" in refusal(lock, book, parse_period("2012-07"))


def test_a_lock_holds_though_the_state_was_edited(book):
    close_all(book, "2012-07")
    lock(book, parse_period("2012-07"))
    goodbook.put(book, "closes", 2, "state", "已结 closed")
    assert "is locked" in refused_reopen(book, "2012-07")
    assert [issue.table for issue in verify(book).breaks] == ["closes"]


def test_locks_outlive_the_taking_back_of_a_later_close(book):
    close_all(book, "2012-07", "2012-08")
    lock(book, parse_period("2012-07"))
    reopen(book, parse_period("2012-08"), by="刘洋", reason="typo", at=AT)
    assert verify(book).intact
    close_all(book, "2012-08", "2012-09")
    assert verify(book).intact
    goodbook.put(book, "closes", 2, "state", "已结 closed")
    raw = book.read(["seals"])["seals"]
    goodbook.drop(
        book, "seals", *(i + 2 for i in range(raw.length) if raw.columns["table"][i] == "closes")
    )
    assert {"chain.broken"} == {issue.key for issue in verify(book).breaks}


def test_a_close_follows_the_re_opening_in_time_whatever_the_clock_says(book):
    close_all(book, "2012-07")
    reopen(book, parse_period("2012-07"), by="刘洋", reason="typo", at=AT)
    close(book, "2012-07", by="刘洋", at=datetime(2001, 1, 1))
    assert export_rows(book, "closes")[0]["closed_at"] == "2012-11-01T00:00:01"
    goodbook.drop(book, "reopenings", 2)
    assert not verify(book).intact


# --- Tampering with rows that a close read or wrote -----------------------------------------------


def other(column, value):
    """Another value that a column can hold."""
    if column.choices:
        return next(key for key, _ in column.choices if key != value)
    if column.type in ("text", "value"):
        return f"{value or ''}7"
    if column.type == "currency":
        return "EUR" if value != "EUR" else "USD"
    if column.type == "date":
        day = value or datetime(2012, 7, 20).date()
        return day + timedelta(days=1 if day.day < 20 else -1)
    if column.type in ("month", "period"):
        return parse_period("2012-08") if str(value) != "2012-08" else parse_period("2012-09")
    return (value or 0) + (1 if column.type in ("fen", "count") else Decimal("0.01"))


def sealed_row(tables, table):
    """The first row that July's close (or the third quarter's, or October's adjustments) read or
    wrote.
    """
    raw = tables.read([table])[table]
    for record in load(raw)[0]:
        month = str(
            getattr(record, "month", None)
            or getattr(record, "period", None)
            or getattr(record, "date", "2012-07")
        )
        if month[:7] in ("2012-07", "2012-Q3") or table == "adjustments":
            return record, record.row - raw.first_row
    raise AssertionError(f"no row of {table} is sealed")


def cell_cases():
    """Every column of every table that a close reads or writes."""
    return [
        (table, column.key)
        for table in (*READ, *RESULT_PERIODS)
        for column in seals.sealed_columns(table)
    ]


def text(column, value):
    return to_export(column, value, csv=True)


@pytest.mark.parametrize(("table", "key"), cell_cases())
def test_an_edited_cell_is_named_with_its_old_and_new_value(closed, table, key):
    tables, column = closed.copy(), TABLES[table].column(key)
    record, index = sealed_row(tables, table)
    value = getattr(
        record,
        "from_"
        if key == "from"
        else "name"
        if (table, key) == ("team_commissions", "team")
        else key,
    )
    new = other(column, value)
    tables.commit([Change(table, update={index: {key: to_cell(column, new)}})])
    found = verify(tables, lambda: [closed])
    assert not found.intact
    changed = [each for each in found.changed if each.table == table]
    old_text, new_text = text(column, value), text(column, new)
    if key in TABLES[table].keys or not TABLES[table].keys:
        assert old_text in {
            each.was[key] for each in changed if each.kind in ("removed", "changed")
        }
        # An order without receipts, and a share or tier of another scheme, is nothing that July's
        # close read.
        assert key in ("order_no", "scheme", "kind") or new_text in values_now(changed, key)
    else:
        assert {(old_text, new_text)} == {
            (each.was[key], each.now[key]) for each in changed if each.kind == "changed"
        }
        assert {text(TABLES[table].column(TABLES[table].keys[-1]), last_key(record, table))} <= set(
            changed[0].key.split(" · ")
        )
    TRIED["cells edited"] += 1


def values_now(changed, key):
    return {each.now[key] for each in changed if each.kind in ("added", "changed")}


def last_key(record, table):
    key = TABLES[table].keys[-1]
    return getattr(
        record,
        "from_"
        if key == "from"
        else "name"
        if (table, key) == ("team_commissions", "team")
        else key,
    )


@pytest.mark.parametrize("table", [*READ, *RESULT_PERIODS])
def test_a_deleted_row_is_named_with_its_values(closed, table):
    tables = closed.copy()
    _, index = sealed_row(tables, table)
    goodbook.drop(tables, table, index + 2)
    found = verify(tables, lambda: [closed])
    gone = [each for each in found.changed if (each.table, each.kind) == (table, "removed")]
    columns = seals.sealed_columns(table)
    expected = {
        c.key: text(c, parse(c, closed.read([table])[table].columns[c.key][index])) for c in columns
    }
    if table == "staff":
        expected |= {"probation_until": gone[0].was["probation_until"]}
    assert expected in [each.was for each in gone]
    assert gone[0].key
    TRIED["rows deleted"] += 1


@pytest.mark.parametrize("table", [*READ, *RESULT_PERIODS])
def test_a_deleted_row_is_found_without_any_backup(closed, table):
    tables = closed.copy()
    goodbook.drop(tables, table, sealed_row(tables, table)[1] + 2)
    assert (table, "removed") in {(each.table, each.kind) for each in verify(tables).changed}
    TRIED["rows deleted, no backup"] += 1


@pytest.mark.parametrize(
    "table", [table for table in (*READ, *RESULT_PERIODS) if table != "orders"]
)
def test_an_added_row_is_named(closed, table):
    tables = closed.copy()
    record, _ = sealed_row(tables, table)
    cells = cells_of(TABLES[table], record)
    column = TABLES[table].column("amount" if not TABLES[table].keys else new_key(table))
    cells[column.key] = to_cell(column, other(column, parse(column, cells[column.key])))
    tables.commit([Change(table, append=[cells])])
    added = [
        each for each in verify(tables).changed if each.table == table and each.kind == "added"
    ]
    assert added
    assert added[0].row == tables.read([table])[table].length + 1
    TRIED["rows added"] += 1


def new_key(table):
    """The key column in which a copy of a row differs, so that it lies in the same period."""
    if "from" in TABLES[table].keys:
        return "from"
    keys = [key for key in TABLES[table].keys if key not in ("month", "period", "origin")]
    return keys[-1] if keys else TABLES[table].keys[0]


@pytest.mark.parametrize(
    "table",
    [table for table in (*READ, *RESULT_PERIODS) if table not in ("policy", "tiers", "shares")],
)
def test_a_row_that_stands_twice_is_found(closed, table):
    tables = closed.copy()
    record, _ = sealed_row(tables, table)
    tables.commit([Change(table, append=[cells_of(TABLES[table], record)])])
    assert (table, "added") in {(each.table, each.kind) for each in verify(tables).changed}
    TRIED["rows doubled"] += 1


@pytest.mark.parametrize("table", [*READ, *RESULT_PERIODS])
def test_a_row_that_moved_is_no_change(closed, table):
    tables = closed.copy()
    length = tables.read([table])[table].length
    tables.commit([Change(table, keep=list(reversed(range(length))))])
    assert verify(tables).intact
    TRIED["tables re-ordered (no change)"] += 1


@pytest.mark.parametrize("table", NOT_READ)
def test_what_no_close_reads_may_change(closed, table):
    tables = closed.copy()
    goodbook.add(
        tables,
        table,
        **{"customers": {"customer": "New"}, "plans": {"period": "2012", "name": "王芳"}}[table],
    )
    assert verify(tables).intact


@pytest.mark.parametrize(
    "column", ["order_date", "currency", "amount", "incoterm", "payment_terms", "stage"]
)
def test_an_order_goes_on_after_its_receipts_were_closed(closed, column):
    tables = closed.copy()
    schema = TABLES["orders"].column(column)
    goodbook.put(tables, "orders", 2, column, to_cell(schema, other(schema, None)))
    assert verify(tables).intact


def test_a_name_for_papers_does_not_change_what_was_closed(closed):
    tables = closed.copy()
    goodbook.put(tables, "staff", 2, "en_name", "Yang Liu")
    assert verify(tables).intact


@pytest.mark.parametrize(
    ("column", "day"), [("left", "2012-12-31"), ("probation_until", "2012-12-31")]
)
def test_what_lies_after_a_closed_month_does_not_change_it(closed, column, day):
    tables = closed.copy()
    goodbook.put(tables, "staff", 3 if column == "left" else 4, column, day)
    periods = {str(each.period) for each in verify(tables).changed}
    assert periods == ({"2012-08", "2012-09", "2012-10"} if column == "probation_until" else set())


def test_two_equal_rows_that_were_deleted_are_two_changes(book):
    for _ in range(2):
        goodbook.add(book, "deductions", month="2012-07", name="王芳", kind="借支", amount=5)
    close_all(book, "2012-07")
    goodbook.drop(book, "deductions", 6, 7)
    assert [each.kind for each in verify(book).changed] == ["removed", "removed"]


def test_somebody_who_left_and_is_still_credited_is_sealed(book):
    goodbook.add(book, "staff", name="孙丽", role="salesperson", left="2012-06-30")
    goodbook.add(book, "orders", order_no="S-9", customer="田中商事", salesperson="孙丽")
    goodbook.add(
        book,
        "receipts",
        receipt_no="R-9",
        date="2012-07-09",
        order_no="S-9",
        amount=5,
        currency="CNY",
    )
    goodbook.add(book, "targets", month="2012-07", name="孙丽", amount=100)
    close_all(book, "2012-07")
    goodbook.put(book, "staff", 6, "role", "assistant")
    assert [(each.table, each.kind, each.key) for each in verify(book).changed] == [
        ("staff", "changed", "孙丽")
    ]


def test_rows_whose_prints_are_all_alike_are_told_apart_by_their_digest(monkeypatch, book):
    """A print is ten bytes; were they ever equal for two values, the digest of the rows still
    tells.
    """
    monkeypatch.setattr(seals, "_short", lambda text: b"12345")
    close_all(book, "2012-07")
    assert verify(book).intact
    goodbook.put(book, "receipts", 2, "amount", 10001)
    assert [(each.table, each.kind) for each in verify(book).changed] == [("receipts", "changed")]


def test_a_cell_that_can_no_longer_be_read_is_a_change(closed):
    tables = closed.copy()
    goodbook.put(tables, "receipts", 2, "amount", "a lot")
    changed = verify(tables, lambda: [closed]).changed
    assert [(each.table, each.kind, each.key) for each in changed] == [
        ("receipts", "removed", "R-2012-07-1")
    ]


# --- Deposit traps: receipts of a closed month ----------------------------------------------------


def test_a_deleted_receipt_of_a_closed_month_is_a_difference_and_is_taken_back(book):
    close_all(book, "2012-07")
    goodbook.drop(book, "receipts", 3)
    assert [(each.table, each.kind, each.key) for each in verify(book).changed] == [
        ("receipts", "removed", "")
    ]
    again = close(book, "2012-07", by="刘洋", at=AT)
    assert again.differences and any(issue.key == "closed.changed" for issue in again.issues)
    rows = close(book, "2012-08", by="刘洋", at=AT).rows["adjustments"]
    assert (
        sum(row.amount for row in rows if (row.name, row.item) == ("陈明", "commission")) == -50000
    )
    assert verify(book).intact


@pytest.mark.parametrize(
    "cancelled",
    [
        {"amount": 0},
        {"date": "2012-08-10"},
        {"order_no": "S-1"},
        {"currency": "JPY", "rate": 0.077},
    ],
)
def test_a_receipt_of_a_closed_month_that_is_cancelled_or_moved_is_a_difference(book, cancelled):
    close_all(book, "2012-07")
    for column, value in cancelled.items():
        goodbook.put(book, "receipts", 3, column, value)
    assert not verify(book).intact
    assert close(book, "2012-07", by="刘洋", at=AT).differences
    assert close(book, "2012-08", by="刘洋", at=AT).rows["adjustments"]
    assert verify(book).intact


def test_a_receipt_that_moved_to_another_closed_month_is_named_in_both(book):
    close_all(book, "2012-07", "2012-08")
    history = book.copy()
    goodbook.put(book, "receipts", 3, "date", "2012-08-11")
    found = verify(book, lambda: [history]).changed
    assert [(str(each.period), each.kind, each.key) for each in found] == [
        ("2012-07", "changed", "R-2012-07-2"),
        ("2012-08", "added", "R-2012-07-2"),
    ]
    assert (found[0].was["date"], found[0].now["date"]) == ("2012-07-10", "2012-08-11")


def test_a_rule_that_a_newer_row_replaces_is_told_once(book):
    close_all(book, "2012-07")
    goodbook.add(book, "policy", key="teamwork.full", value="220", **{"from": "2012-07-15"})
    found = verify(book).changed
    assert [(each.table, each.kind, each.key) for each in found] == [
        ("policy", "added", "teamwork.full · 2012-07-15")
    ]


def test_a_change_that_earns_nobody_anything_stays_named(book):
    """July's fine is moved by a day: no pay changes and nothing is settled, so nothing is sealed
    anew.
    """
    close_all(book, "2012-07")
    goodbook.put(book, "fines", 2, "date", "2012-07-06")
    close_all(book, "2012-08")
    assert {"added", "removed"} == {each.kind for each in verify(book).changed}


def test_a_changed_rule_that_was_settled_is_intact_for_its_quarter_too(closed):
    tables = closed.copy()
    goodbook.fill_month(tables, "2012-11")
    goodbook.add(
        tables, "policy", key="teamwork.full", value="220", **{"from": "2012-09-01"}, source="B-3.A"
    )
    periods = {str(each.period) for each in verify(tables).changed}
    assert periods == {"2012-09", "2012-Q3", "2012-10"}
    close_all(tables, "2012-11")
    assert verify(tables).intact


# --- Tampering with the chain itself --------------------------------------------------------------

CHAIN = ("closes", "seals", "reopenings")


@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table in CHAIN for key in TABLES[table].column_keys]
)
def test_an_edited_cell_of_the_chain_breaks_it(closed, table, key):
    column = TABLES[table].column(key)
    for index, record in enumerate(load(closed.read([table])[table])[0]):
        tables, value = closed.copy(), getattr(record, key)
        new = value + timedelta(minutes=1) if column.type == "timestamp" else other(column, value)
        tables.commit([Change(table, update={index: {key: to_cell(column, new)}})])
        assert verify(tables).breaks, (table, key, index)
        TRIED["cells of the chain edited"] += 1


@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table in CHAIN for key in TABLES[table].column_keys]
)
def test_an_emptied_or_unreadable_cell_of_the_chain_breaks_it(closed, table, key):
    for value in (None, "?", "#REF!"):
        tables = closed.copy()
        tables.commit([Change(table, update={0: {key: value}})])
        found = verify(tables)
        # The first close has none before it: there `previous` is empty.
        assert not found.intact or (table, key, value) == ("closes", "previous", None)
        TRIED["cells of the chain emptied or spoilt"] += 1


@pytest.mark.parametrize("table", CHAIN)
def test_a_row_of_the_chain_that_was_deleted_or_doubled_breaks_it(closed, table):
    length = closed.read([table])[table].length
    for index in range(length):
        tables = closed.copy()
        goodbook.drop(tables, table, index + 2)
        assert verify(tables).breaks, (table, index)
        tables = closed.copy()
        record = load(tables.read([table])[table])[0][index]
        tables.commit([Change(table, append=[cells_of(TABLES[table], record)])])
        assert verify(tables).breaks, (table, index)
        TRIED["rows of the chain deleted or doubled"] += 2


def test_closes_that_changed_places_break_the_chain(closed):
    length = closed.read(["closes"])["closes"].length
    for index in range(length - 1):
        tables, order = closed.copy(), list(range(length))
        order[index], order[index + 1] = order[index + 1], order[index]
        tables.commit([Change("closes", keep=order)])
        assert verify(tables).breaks, index
        TRIED["closes swapped"] += 1


def test_a_close_that_was_taken_out_by_hand_leaves_its_rows_behind(closed):
    tables = closed.copy()
    goodbook.drop(tables, "closes", tables.read(["closes"])["closes"].length + 1)
    assert {"chain.stray"} == {issue.key for issue in verify(tables).breaks}


def test_rows_of_a_month_that_was_never_closed_are_found(closed):
    for table in RESULT_PERIODS:
        tables = closed.copy()
        record, _ = sealed_row(tables, table)
        cells = cells_of(TABLES[table], record) | {RESULT_PERIODS[table]: "2013-01"}
        tables.commit([Change(table, append=[cells])])
        assert [table] == [issue.table for issue in verify(tables).breaks]
        TRIED["rows of no close"] += 1


def test_a_period_locked_by_hand_is_told(closed):
    tables = closed.copy()
    states = [row["state"] for row in export_rows(tables, "closes")]
    goodbook.put(tables, "closes", states.index("closed") + 2, "state", LOCKED)
    assert [issue.key for issue in verify(tables).breaks] == ["chain.lock"]


def test_the_kinds_of_tampering_tried_are_told(capsys):
    with capsys.disabled():
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(TRIED.items()))
        print(f"\n  tampering found: {told}; {sum(TRIED.values())} in all")  # noqa: T201 - the counts shall be seen
