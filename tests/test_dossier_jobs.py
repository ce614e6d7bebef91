"""The dossier's jobs over a workbook's tables: what is missing in one order, the board of all, and
bad rows (C-2).
"""

import dossierkit as kit
import pytest

from xlpy.book.tables import Change
from xlpy.core.dossier import forms
from xlpy.core.issues import UsageError
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES
from xlpy.jobs.check import check
from xlpy.jobs.dossier import board, check_order, check_orders, write_board
from xlpy.jobs.export import export_rows


def told(issues):
    return [
        (issue.severity, issue.table, issue.row, issue.column, issue.rule, issue.key)
        for issue in issues
    ]


def test_a_whole_dossier_lacks_nothing():
    assert check_order(kit.tables(kit.order()), kit.NO) == []


def test_a_fault_of_two_dates_says_both():
    rows = kit.order()
    rows["receipts"][0]["date"] = kit.day("03-21")
    assert [issue.text for issue in check_order(kit.tables(rows), kit.NO)] == [
        "生产中：生产加工单的开立日期 2012-03-20 早于定金到齐日 2012-03-21；"
        "请核对两个日期；属实的，下次先办"
        " / in production: Issued on (Production orders) 2012-03-20 is before the day of the whole "
        "deposit 2012-03-21; check both dates; if they are right, do it first next time"
    ]


def test_a_payment_term_written_twice_is_an_issue_of_both_rows():
    tables = kit.tables(kit.order())
    term = export_rows(tables, "terms")[0]
    kit.type_below(tables, "terms", term | {"payment_terms": term["payment_terms"].upper() + " "})
    [issue] = [issue for issue in check_orders(tables) if issue.key == "dossier.double"]
    assert (issue.severity, issue.table, issue.column) == ("error", "terms", "payment_terms")
    assert "第 2 行" in issue.zh and "row 2;" in issue.en


def test_what_the_claimed_stage_lacks_is_an_error_and_what_the_next_lacks_a_warning():
    rows = kit.order()
    rows["orders"][0]["stage"] = "packed"
    rows["packing_lists"][0]["sent_on"] = None
    del rows["export_papers"], rows["archives"]
    assert told(check_order(kit.tables(rows), kit.NO)) == [
        ("error", "packing_lists", 2, "sent_on", "C-2.9", "dossier.copy")
    ]
    rows["packing_lists"][0]["sent_on"] = kit.day("04-30")
    found = check_order(kit.tables(rows), kit.NO)
    assert told(found) == [("warning", "export_papers", None, "paper", "C-2.10", "dossier.row")] * 4
    assert found[0].text == (
        "已出运：出口单证里没有“报关单”；请加一行 / shipped: export papers: “customs” is not "
        "there; add a row"
    )


def test_the_text_names_form_field_and_what_to_do_in_both_languages():
    rows = kit.order()
    rows["proformas"][0]["signed_on"] = None
    assert [issue.text for issue in check_order(kit.tables(rows), kit.NO)] == [
        "已确认：形式发票 PI-0001的“客户签字日期”没有签字；请取得签字后填上"
        ' / confirmed: "Customer signed on" of the proforma invoice PI-0001 is not signed; '
        "have it signed and fill it in"
    ]


def test_an_unknown_order_is_wrong_usage():
    with pytest.raises(UsageError):
        check_order(kit.tables(kit.order()), "SO-9999")


def test_the_rows_of_other_orders_do_not_trouble_an_order():
    rows = kit.order()
    rows["orders"].append(rows["orders"][0] | {"order_no": "SO-0002", "stage": "enquiry"})
    rows["quotations"].append({"order_no": "SO-0002", "quotation_no": "QT-0002"})
    tables = kit.tables(rows)
    kit.type_in(tables, "quotations", 1, sent_on="soon")
    assert check_order(tables, kit.NO) == []
    assert next(issue.key for issue in check_order(tables, "SO-0002")) == "cell.bad"


def test_a_row_of_no_order_is_told():
    rows = kit.order()
    rows["samples"].append({"order_no": "SO-7777", "sample_no": "YB-9"})
    assert told(check_orders(kit.tables(rows))) == [
        ("error", "samples", 3, "order_no", "C-2.11", "dossier.stray")
    ]


def test_the_check_of_the_whole_workbook_looks_at_the_dossiers_and_that_of_a_month_does_not():
    rows = kit.order()
    rows["samples"].append({"order_no": "SO-7777", "sample_no": "YB-9"})
    rows["proformas"][0]["signed_on"] = None
    tables = kit.tables(rows)
    kit.type_in(tables, "order_lines", 0, quantity="many")
    found = [
        (issue.severity, issue.table, issue.key)
        for issue in check(tables)
        if issue.key.startswith("dossier")
    ]
    assert found == [("error", "samples", "dossier.stray"), ("warning", "orders", "dossier.behind")]
    assert [
        (issue.table, issue.column) for issue in check(tables) if issue.table == "order_lines"
    ] == [("order_lines", "quantity")]
    assert [
        issue for issue in check(tables, Month(2012, 3)) if issue.key.startswith("dossier")
    ] == []


def test_a_department_that_keeps_no_dossiers_is_not_told_of_any():
    """Neither forms nor a day in the policy: orders without a dossier are none of the check's."""
    rows = {"orders": [row | {"stage": "paid"} for row in kit.order()["orders"]]}
    assert check_orders(kit.tables(rows)) == []
    assert len(board(kit.tables(rows))) == 1


def test_a_requirement_that_cannot_be_asked_is_told():
    rows = kit.order()
    tables = kit.tables(rows)
    common = {"stage": "quoted", "weight": "must", "from": kit.day("01-01"), "source": "C-2"}
    kit.type_below(
        tables,
        "requirements",
        common | {"form": "quotation", "kind": "field", "item": "colour"},
        common | {"form": "quotation", "kind": "agreement", "item": "taste"},
        common | {"form": "export", "kind": "row", "item": "bill"},
        common | {"form": "quotation", "kind": "field", "item": "note", "when": "rain"},
        common | {"form": "quotation", "kind": "approval", "item": "band", "who": None},
    )
    found = check_order(tables, kit.NO)
    assert [(issue.column, issue.key) for issue in found] == [
        ("item", "requirement.unknown"),
        ("item", "requirement.unknown"),
        ("item", "requirement.unknown"),
        ("when", "requirement.unknown"),
        ("who", "requirement.unknown"),
    ]


def test_a_manager_adds_and_ends_requirements_by_rows_with_a_date():
    rows = kit.order()
    tables = kit.tables(rows)
    count = tables.read(["requirements"])["requirements"].length
    row = {"stage": "quoted", "form": "quotation", "kind": "field", "item": "note", "source": "own"}
    kit.type_below(tables, "requirements", row | {"weight": "must", "from": kit.day("03-05")})
    assert told(check_order(tables, kit.NO)) == [
        ("error", "quotations", 2, "note", "own", "dossier.field")
    ]
    kit.type_in(tables, "requirements", count, **{"from": kit.day("03-06")})
    assert check_order(tables, kit.NO) == []
    kit.type_below(
        tables,
        "requirements",
        row | {"weight": "must", "from": kit.day("01-01")},
        row | {"weight": "off", "from": kit.day("02-01")},
    )
    assert check_order(tables, kit.NO) == []


def test_a_policy_without_the_margin_floor_is_told_and_not_guessed():
    tables = kit.tables(kit.order())
    keys = tables.read(["policy"])["policy"].columns["key"]
    tables.commit(
        [Change("policy", keep=[at for at, key in enumerate(keys) if key != "margin.floor"])]
    )
    assert [(issue.table, issue.key) for issue in check_order(tables, kit.NO)] == [
        ("policy", "rule.value")
    ]


def test_the_board_has_a_row_per_order_in_the_order_of_the_sheet():
    rows = kit.order()
    rows["orders"].insert(
        0, {"order_no": "SO-0000", "customer": "X", "salesperson": "王芳", "stage": "enquiry"}
    )
    found = board(kit.tables(rows))
    assert [(row.order_no, row.stage, row.reached, row.next) for row in found] == [
        ("SO-0000", "enquiry", None, "enquiry"),
        (kit.NO, "archived", "archived", None),
    ]
    assert found[1].forms == dict.fromkeys(forms.TEN, "done")


def test_every_form_names_tables_of_the_schema_and_its_own_columns():
    for form in forms.FORMS.values():
        assert all(table in TABLES for table in form.tables)
        assert not form.kinds or form.kinds in TABLES[form.table].column_keys


def test_orders_from_before_the_first_dossier_are_on_the_board_only_with_forms():
    rows = kit.order()
    bare = {"customer": "X", "salesperson": "王芳", "stage": "paid"}
    rows["orders"] += [
        bare | {"order_no": "SO-0002", "order_date": kit.day("10-31")},
        bare | {"order_no": "SO-0003", "order_date": kit.day("11-01")},
    ]
    tables = kit.tables(rows)
    assert [row.order_no for row in board(tables)] == [kit.NO, "SO-0002", "SO-0003"]
    kit.type_below(
        tables, "policy", {"key": "dossier.since", "value": "2012-11-01", "from": kit.day("01-01")}
    )
    assert [row.order_no for row in board(tables)] == [kit.NO, "SO-0003"]
    # Of an order that must have a dossier everything is missing that its stage needs, said in one
    # line.
    [issue] = check_orders(tables)
    [row] = [row for row in board(tables) if row.order_no == "SO-0003"]
    assert (issue.severity, issue.table, issue.row) == ("warning", "orders", 4)
    assert (
        "SO-0003" in issue.zh
        and f"missing: {len(row.missing)}, first: " in issue.en
        and len(row.missing) > 10
    )


def test_the_board_is_written_to_its_table_in_the_place_of_the_one_before():
    rows = kit.order()
    rows["proformas"][0]["signed_on"] = None
    tables = kit.tables(rows)
    write_board(tables)
    write_board(tables)
    [row] = export_rows(tables, "board")
    assert row == {
        "order_no": kit.NO,
        "customer": "Brandt & Söhne Haushaltswaren GmbH",
        "salesperson": "王芳",
        "stage": "archived",
        "reached": "quoted",
        "next": "confirmed",
        **dict.fromkeys(forms.TEN, "done"),
        "proforma": "missing",
        "lacks": 1,
        "what": "1. 形式发票 PI-0001的“客户签字日期”没有签字；请取得签字后填上"
        ' / "Customer signed on" of the proforma invoice PI-0001 is not signed; have it '
        "signed and fill it in",
    }


def test_the_board_tells_a_dozen_things_and_how_many_more():
    rows = {"orders": [kit.order()["orders"][0]]}
    tables = kit.tables(rows)
    write_board(tables)
    [row] = export_rows(tables, "board")
    lines = row["what"].splitlines()
    assert (len(lines), lines[-1]) == (13, f"… +{row['lacks'] - 12}")
