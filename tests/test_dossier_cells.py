"""Dossiers from ranges of cells: what is missing in a row, how far each order has come (C-2)."""

from datetime import datetime

import dossierkit as kit
import pytest

from xlpy.book.dossier_cells import dossier_rows, missing_in_row
from xlpy.core.issues import DataError, UsageError
from xlpy.core.tables import TABLES

QUOTATION = [
    "报价号",
    "订单号 Order no.",
    "enquired_on",
    "发出日期",
    "贸易术语",
    "付款条件",
    "交货期",
    "My own column",
]


def test_a_complete_row_lacks_nothing():
    row = [
        "QT-1",
        "SO-1",
        datetime(2012, 3, 5),
        40973.0,
        "CIF Hamburg",
        "L/C at sight",
        "30 days",
        None,
    ]
    assert missing_in_row("quotation", QUOTATION, row) == ("", "")


def test_a_row_says_in_words_what_it_lacks():
    row = ["QT-1", "SO-1", datetime(2012, 3, 5), None, " ", "L/C at sight", "30 days", None]
    for name in ("quotation", "报价单", "Quotations", "QUOTATION"):
        assert missing_in_row(name, QUOTATION, row) == (
            "发出日期没有填写、贸易术语没有填写",
            "Sent on is empty, Incoterm is empty",
        )


def test_a_column_that_is_not_there_is_lacking():
    zh, _ = missing_in_row("inspection", ["订单号", "结果"], ["SO-1", "passed"])
    assert zh == "验货日期没有填写、验货人没有填写、发现没有填写"


def test_what_only_some_terms_ask_for_is_asked_with_such_terms():
    headers = ["形式发票号", "贸易术语", "唛头"]
    headers[0] = "发票号"
    assert "唛头" in missing_in_row("proforma", headers, ["PI-1", "CIF Hamburg", None])[0]
    assert "唛头" not in missing_in_row("proforma", headers, ["PI-1", "EXW Shenzhen", None])[0]


def test_costs_in_cny_need_no_rate():
    headers = [column.label for column in TABLES["costs"].columns]
    blank = dict.fromkeys(TABLES["costs"].column_keys)
    zh, _ = missing_in_row("cost", headers, list((blank | {"currency": "人民币"}).values()))
    assert "汇率没有" not in zh and "退税率%没有" in zh
    zh, _ = missing_in_row("cost", headers, list((blank | {"currency": "USD"}).values()))
    assert "汇率没有" in zh


def test_an_unknown_form_or_headers_are_refused():
    for form, headers in (("invoice", QUOTATION), ("quotation", ["colour", "taste"])):
        with pytest.raises(UsageError):
            missing_in_row(form, headers, ["a", "b"])


def ranges(rows):
    """The tables of an order as ranges under bilingual headers."""
    made = []
    tables = kit.tables(rows)
    for key in (*kit.shared(), *rows):
        if key in ("companies", "banks", "addresses", "suppliers", "customers"):
            continue
        columns = TABLES[key].columns
        cells = [[row.get(column.key) for column in columns] for row in tables._rows[key]]
        made.append([[column.label for column in columns], *cells])
    return made


def test_a_row_per_order_with_stage_reached_and_what_the_next_lacks():
    rows = kit.order()
    assert dossier_rows(ranges(rows)) == [(kit.NO, "已归档 archived", "", "")]
    del rows["archives"]
    assert dossier_rows(ranges(rows)) == [
        (kit.NO, "已收款 paid", "已归档 archived", "没有归档 / there is no archive")
    ]


def test_a_range_that_is_no_table_and_a_cell_that_cannot_be_read_are_refused():
    rows = kit.order()
    with pytest.raises(UsageError):
        dossier_rows([*ranges(rows), [["one", "two"], [1, 2]]])
    broken = ranges(rows)
    broken[-1][1][1] = "soon"
    with pytest.raises(DataError):
        dossier_rows(broken)
