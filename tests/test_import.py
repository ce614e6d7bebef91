"""CSV files come in whole or not at all, whatever program wrote them; what goes out comes back the
same.
"""

import json
from decimal import Decimal

import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from xlpy.book.cells.values import to_cell
from xlpy.book.filetable import Told
from xlpy.book.headers import column_named
from xlpy.book.load import load
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import DataError, FileError, UsageError
from xlpy.core.tables import INPUTS, RESULTS, RULE_TABLES, TABLES
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.import_ import import_rows

HEADER = "receipt_no,date,order_no,amount,currency,rate"
TEXT = f"{HEADER}\nR-1,2012-07-03,S-1,1234.50,USD,6.32\nR-2,2012-07-04,王芳,-80,CNY,\n"
EXPECTED = [
    {
        "receipt_no": "R-1",
        "date": "2012-07-03",
        "order_no": "S-1",
        "amount": "1234.50",
        "currency": "USD",
        "rate": 6.32,
    },
    {
        "receipt_no": "R-2",
        "date": "2012-07-04",
        "order_no": "王芳",
        "amount": "-80.00",
        "currency": "CNY",
        "rate": None,
    },
]


def refused(table, text, tables=None, **options):
    """The issues with which an import is refused; the tables stay as they were."""
    tables = tables or MemoryTables()
    before = export_rows(tables, table)
    with pytest.raises(DataError) as caught:
        import_rows(tables, table, text.encode(), **options)
    assert export_rows(tables, table) == before
    return caught.value.issues


def where(issues):
    return [(issue.row, issue.column) for issue in issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end_is_read(encoding, delimiter, newline):
    tables = MemoryTables()
    data = TEXT.replace(",", delimiter).replace("\n", newline).encode(encoding)
    result = import_rows(tables, "receipts", data)
    assert (result.added, result.issues) == (2, [])
    assert export_rows(tables, "receipts") == EXPECTED


@pytest.mark.parametrize(
    "header",
    [
        "回款号,到账日期,订单号,回款金额,币种,汇率",
        "Receipt no.,Date received,Order no.,Amount received,Currency,Rate to CNY",
        "回款号 Receipt no.,到账日期 Date received,订单号 Order no.,回款金额 Amount received,"
        "币种 Currency,汇率",
        "RECEIPT_NO, Date ,order_no,ａｍｏｕｎｔ,Currency,rate",
    ],
)
def test_a_header_holds_keys_or_labels_or_either_half(header):
    tables = MemoryTables()
    import_rows(tables, "receipts", TEXT.replace(HEADER, header).encode())
    assert export_rows(tables, "receipts") == EXPECTED


def test_columns_come_in_any_order():
    tables = MemoryTables()
    import_rows(tables, "stars", "name,month\n王芳,2012年7月\n".encode())
    assert export_rows(tables, "stars") == [{"month": "2012-07", "name": "王芳"}]


def test_no_two_columns_of_a_table_share_a_name():
    for key, table in TABLES.items():
        for column in table.columns:
            assert {column_named(key, form) for form in (column.key, column.zh, column.label)} == {
                column.key
            }


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "回款.csv"
    path.write_text(TEXT, encoding="utf-8")
    assert import_rows(MemoryTables(), "receipts", path).added == 2


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileError, match=r"none\.csv"):
        import_rows(MemoryTables(), "receipts", tmp_path / "none.csv")


def test_all_bad_rows_are_listed_with_line_column_value_and_reason():
    text = f"{HEADER}\nR-1,7/3/2012,S-1,abc,USD,6.32\n\nR-2,2012-07-03,,5,USX,0\n"
    issues = refused("receipts", text)
    assert where(issues) == [
        (2, "date"),
        (2, "amount"),
        (4, "order_no"),
        (4, "currency"),
        (4, "rate"),
    ]
    assert [
        value in issue.en for value, issue in zip(("7/3/2012", "abc"), issues, strict=False)
    ] == [True, True]


def test_a_text_of_several_lines_keeps_the_line_numbers_true():
    text = (
        'date,name,code,amount,note\n2012-07-03,王芳,E-1.7,50,"one\ntwo\nthree"\n2012-07-04,王'
        "芳,E-1.7,x,\n"
    )
    assert where(refused("fines", text)) == [(5, "amount")]


def test_quotes_that_do_not_match_are_said_with_their_line():
    assert where(refused("stars", 'month,name\n2012-07,王芳\n2012-08,"王芳\n2012-09,陈明\n')) == [
        (3, None)
    ]


def test_a_row_longer_than_the_header_is_refused():
    issues = refused("targets", "month,name,amount\n2012-07,王芳,100,000\n")
    assert where(issues) == [(2, None)]
    assert '"000"' in issues[0].en


def test_empty_cells_behind_the_header_do_no_harm():
    assert import_rows(MemoryTables(), "stars", "month,name\n2012-07,王芳,,\n".encode()).added == 1


def test_a_short_row_lacks_its_last_cells():
    assert where(refused("targets", "month,name,amount\n2012-07,王芳\n")) == [(2, "amount")]


def test_missing_and_repeated_columns_are_listed_together():
    issues = refused("targets", "month,月份,name\n2012-07,2012-07,王芳\n")
    assert where(issues) == [(1, "month"), (1, "amount")]


def test_an_unknown_column_stops_the_import_unless_it_is_ignored():
    tables, text = MemoryTables(), "month,name,color,\n2012-07,王芳,red,\n"
    issues = refused("stars", text, tables)
    assert [(issue.row, issue.key, '--ignore "color"' in issue.en) for issue in issues] == [
        (1, "csv.unknown", True)
    ]
    assert import_rows(tables, "stars", text.encode(), told=Told(ignore=["Color"])).issues == []
    assert export_rows(tables, "stars") == [{"month": "2012-07", "name": "王芳"}]


@pytest.mark.parametrize("text", ["", "\n\n", "hello\nworld\n", ",,,\n"])
def test_a_file_without_a_header_is_refused(text):
    assert "names no column" in refused("stars", text)[0].en


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x00\x00", b"\xff\xfe\x00", b"month,name\n2012-07,\xff\xff\n"]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(DataError) as caught:
        import_rows(MemoryTables(), "stars", data)
    assert "CSV UTF-8" in caught.value.issues[0].en


def test_duplicates_within_the_file_name_both_lines():
    issues = refused("receipts", TEXT + "R-1 ,2012-07-05,S-1,1,CNY,\n")
    assert (where(issues), "row 2" in issues[0].en) == ([(4, "receipt_no")], True)


def test_rows_that_stand_in_the_workbook_already_are_refused():
    tables = MemoryTables()
    import_rows(tables, "receipts", TEXT.encode())
    issues = refused("receipts", TEXT, tables)
    assert where(issues) == [(2, "receipt_no"), (3, "receipt_no")]
    assert "--replace" in issues[0].en


def test_a_number_in_the_workbook_and_its_digits_in_the_file_are_one_key():
    row = {
        "receipt_no": 1001,
        "date": "2012-07-03",
        "order_no": "S-1",
        "amount": 1,
        "currency": "CNY",
    }
    text = f"{HEADER}\n1001,2012-07-03,S-1,1,CNY,\n"
    assert where(refused("receipts", text, MemoryTables({"receipts": [row]}))) == [
        (2, "receipt_no")
    ]


def test_replace_puts_the_rows_in_the_place_of_the_old():
    tables = MemoryTables()
    import_rows(tables, "receipts", TEXT.encode())
    result = import_rows(tables, "receipts", TEXT.encode(), replace=True)
    assert (result.added, result.removed) == (2, 2)
    assert export_rows(tables, "receipts") == EXPECTED


def test_a_fine_imported_twice_is_a_warning():
    tables, text = MemoryTables(), "date,name,code\n2012-07-03,王芳,E-1.7\n".encode()
    assert import_rows(tables, "fines", text).issues == []
    assert [issue.key for issue in import_rows(tables, "fines", text).issues] == ["row.same"]


@pytest.mark.parametrize("table", [table.key for table in RESULTS])
def test_tables_that_the_closes_write_take_no_import(table):
    with pytest.raises(UsageError, match="written by the closes"):
        import_rows(MemoryTables(), table, b"")


def test_an_unknown_table_is_said_with_those_there_are():
    with pytest.raises(UsageError, match="receipts"):
        import_rows(MemoryTables(), "reciepts", b"")
    with pytest.raises(UsageError, match="receipts"):
        export_rows(MemoryTables(), "reciepts")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "'x"])
def test_text_that_looks_like_a_formula_stays_text(text):
    tables, quoted = MemoryTables(), text.replace('"', '""')
    import_rows(tables, "customers", f'customer\n"{quoted}"\n'.encode())
    assert export_rows(tables, "customers")[0]["customer"] == text


def test_people_and_orders_need_not_be_there_yet():
    assert (
        import_rows(MemoryTables(), "credits", b"order_no,name,share\nS-9,nobody,60%\n").added == 1
    )


def test_numbers_carry_no_float_noise():
    tables = MemoryTables({"credits": [{"order_no": "S-1", "name": "王芳", "share": 0.1 + 0.2}]})
    assert json.dumps(export_rows(tables, "credits")[0]["share"]) == "0.3"
    assert export_csv(tables, "credits") == "order_no,name,share\nS-1,王芳,0.3\n"


def test_what_cannot_be_read_is_exported_as_it_stands():
    rows = [
        {"month": "7月", "name": "王芳", "amount": "abc"},
        {},
        {"month": "2012-07", "amount": Decimal("1.5")},
    ]
    tables = MemoryTables({"targets": rows})
    assert export_rows(tables, "targets") == [
        {"month": "7月", "name": "王芳", "amount": "abc"},
        {"month": "2012-07", "name": None, "amount": "1.50"},
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_exported_comes_back_the_same(data):
    key = data.draw(st.sampled_from([table.key for table in (*INPUTS, *RULE_TABLES)]))
    columns = TABLES[key].columns
    rows = data.draw(strategies.rows(key))
    first = MemoryTables({key: [{c.key: to_cell(c, row[c.key]) for c in columns} for row in rows]})
    second = MemoryTables()
    for encoding in ("utf-8", "utf-8-sig"):
        import_rows(second, key, export_csv(first, key).encode(encoding), replace=True)
        assert export_rows(second, key) == export_rows(first, key)
        assert load(second.read([key])[key]) == load(first.read([key])[key])
