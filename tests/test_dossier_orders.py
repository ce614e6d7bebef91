"""What people do with an order: begin it, bring it to a stage, approve, waive (C-2, E-3.4)."""

import dossierkit as kit
import pytest

from xlpy.core.dossier.renew import next_number
from xlpy.core.issues import DataError, UsageError
from xlpy.jobs.approvals import approval, approvals_owed, gates_shut, give, waiver
from xlpy.jobs.dossier import check_order
from xlpy.jobs.export import export_rows
from xlpy.jobs.orders import change_stage, new_order

TODAY = kit.day("06-01")


def approve(tables, form, by, day=TODAY):
    consent = approval(tables, kit.NO, form, by, day)
    give(tables, consent)
    return consent.seen


def waive(tables, gate, by, reason, day=TODAY):
    consent = waiver(tables, kit.NO, gate, by, day, reason)
    give(tables, consent)
    return consent.seen


def rows_of(tables, key, order_no):
    return [row for row in export_rows(tables, key) if row.get("order_no") == order_no]


@pytest.mark.parametrize(
    ("numbers", "next_"),
    [
        ([], "SO-0001"),
        (["SO-0009"], "SO-0010"),
        (["SO-0001", "SO-0099", "SO-0007"], "SO-0100"),
        (["SO-9999"], "SO-10000"),
        (["2011-77", "2012-3"], "2012-4"),
        (["10248", "11077"], "11078"),
        (["first", "second"], "SO-0001"),
        (["SO-0004", "sample"], "SO-0005"),
        (["SO-0020A", "SO-0003"], "SO-0004"),
    ],
)
def test_the_next_number_counts_on_from_the_last_numbers_kind(numbers, next_):
    assert next_number(numbers, "SO-0001") == next_


def test_a_new_order_from_an_earlier_one_has_its_forms_and_none_of_its_dates():
    tables = kit.tables(kit.order())
    made = new_order(tables, kit.NO, "陈明", TODAY)
    assert made.order_no == "SO-0002"
    assert rows_of(tables, "orders", "SO-0002") == [
        {
            "order_no": "SO-0002",
            "customer": "Brandt & Söhne Haushaltswaren GmbH",
            "salesperson": "陈明",
            "order_date": "2012-06-01",
            "currency": "USD",
            "amount": "12500.00",
            "incoterm": "CIF Hamburg",
            "payment_terms": kit.TT,
            "stage": "enquiry",
            "issuer": None,
            "supply": None,
        }
    ]
    assert [
        (row["line"], row["product"], row["quantity"], row["price"])
        for row in rows_of(tables, "order_lines", "SO-0002")
    ] == [
        (1, "KB-01", 400, "12.50"),
        (2, "CB-02", 800, "9.375"),
    ]
    [proforma] = rows_of(tables, "proformas", "SO-0002")
    assert (proforma["proforma_no"], proforma["shipping_mark"]) == ("PI-0002", kit.MARK)
    dates = ("issued_on", "delivery_on", "signed_by", "signed_on", "copy_accounts_on")
    assert [proforma[key] for key in dates] == [None] * 5
    [cost] = rows_of(tables, "costs", "SO-0002")
    assert (cost["kind"], cost["purchase"], cost["rate"], cost["analysed_by"]) == (
        "rough",
        "57915.00",
        None,
        "陈明",
    )
    assert [
        (row["kind"], row["due"], row["settled"]) for row in rows_of(tables, "accounts", "SO-0002")
    ] == [
        ("deposit", "3750.00", None),
        ("balance", "8750.00", None),
    ]
    assert [row["purchase_no"] for row in rows_of(tables, "purchase_orders", "SO-0002")] == [
        "CG-0002"
    ]
    lines = [
        row["part"]
        for row in export_rows(tables, "purchase_lines")
        if row["purchase_no"] == "CG-0002"
    ]
    assert lines == ["竹板", "钢座"]
    for table in ("samples", "packing_lists", "approvals", "letters", "archives"):
        assert rows_of(tables, table, "SO-0002") == []


def test_a_new_order_is_an_enquiry_and_the_check_asks_for_what_is_its_own():
    tables = kit.tables(kit.order())
    new_order(tables, kit.NO, "王芳", TODAY)
    found = check_order(tables, "SO-0002")
    assert {issue.severity for issue in found} == {"warning"}
    assert [(issue.table, issue.column) for issue in found] == [
        ("quotations", "sent_on"),
        ("costs", "analysed_on"),
        ("costs", "rate"),
        ("costs", "rate_on"),
        ("costs", "rate_source"),
    ]


def test_a_new_order_from_a_quotation_begins_the_forms_that_its_order_lacks():
    rows = kit.order()
    rows["orders"][0] |= {
        "stage": "quoted",
        "amount": None,
        "incoterm": None,
        "payment_terms": None,
    }
    keep = ("orders", "order_lines", "quotations")
    tables = kit.tables({key: rows[key] for key in keep})
    made = new_order(tables, "QT-0001", "王芳", TODAY)
    assert made.rows == {
        "orders": 1,
        "order_lines": 2,
        "quotations": 1,
        "costs": 1,
        "proformas": 1,
        "accounts": 2,
        "production_orders": 1,
        "inspections": 3,
    }
    [proforma] = rows_of(tables, "proformas", "SO-0002")
    assert (proforma["proforma_no"], proforma["amount"], proforma["payment_terms"]) == (
        "PI-SO-0002",
        "12500.00",
        kit.TT,
    )


def test_a_new_order_from_nothing_known_is_refused():
    tables = kit.tables(kit.order())
    for source, by in (("SO-9999", "王芳"), (kit.NO, "谁")):
        with pytest.raises(UsageError):
            new_order(tables, source, by, TODAY)
    assert len(export_rows(tables, "orders")) == 1


def test_a_stage_is_reached_with_all_that_it_needs_and_recorded():
    rows = kit.order()
    rows["orders"][0]["stage"] = "paid"
    tables = kit.tables(rows)
    change_stage(tables, kit.NO, "archived", "王芳", TODAY)
    assert rows_of(tables, "orders", kit.NO)[0]["stage"] == "archived"
    assert rows_of(tables, "stage_changes", kit.NO) == [
        {
            "order_no": kit.NO,
            "stage": "archived",
            "changed_on": "2012-06-01",
            "by": "王芳",
            "note": None,
        }
    ]


def test_a_stage_that_lacks_something_is_refused_with_everything_that_lacks():
    rows = kit.order()
    rows["orders"][0]["stage"] = "quoted"
    rows["proformas"][0]["signed_on"] = None
    rows["approvals"] = rows["approvals"][:2]
    tables = kit.tables(rows)
    with pytest.raises(DataError) as refused:
        change_stage(tables, kit.NO, "confirmed", "王芳", TODAY)
    assert [(issue.table, issue.column) for issue in refused.value.issues] == [
        ("proformas", None),
        ("proformas", "signed_on"),
    ]
    assert rows_of(tables, "orders", kit.NO)[0]["stage"] == "quoted"
    assert rows_of(tables, "stage_changes", kit.NO) == []


def test_back_to_an_earlier_stage_needs_a_reason():
    tables = kit.tables(kit.order())
    with pytest.raises(UsageError):
        change_stage(tables, kit.NO, "shipped", "王芳", TODAY)
    change_stage(tables, kit.NO, "shipped", "王芳", TODAY, note="客户退货")
    assert rows_of(tables, "stage_changes", kit.NO)[0]["note"] == "客户退货"


def test_an_approval_holds_the_figure_and_a_later_change_voids_it():
    rows = kit.order()
    rows["costs"][1]["purchase"] = 8200000
    tables = kit.tables(rows)
    with pytest.raises(UsageError):
        approve(tables, "cost", "王芳")
    assert approve(tables, "cost", "刘洋", kit.day("03-16")) == (
        "-4.59 % = 12500.00 USD × 6.32 − purchase 82000.00 (VAT 17 %, rebate 9 %) − freight 6200.00"
        " − insurance 480.00 − bank 250.00",
    )
    assert check_order(tables, kit.NO) == []
    with pytest.raises(UsageError):
        approve(tables, "cost", "刘洋")
    kit.type_in(tables, "costs", 1, bank=kit.D("250.01"))
    [issue] = check_order(tables, kit.NO)
    assert (issue.key, "已失效" in issue.zh, "void" in issue.en) == ("dossier.approval", True, True)


def test_an_approval_that_held_no_lines_stands_until_it_is_given_anew_and_then_a_changed_price_voids_it():  # noqa: E501
    rows = kit.order()
    rows["approvals"][2]["seen"] = rows["approvals"][2]["seen"].split(" = ")[0]
    tables = kit.tables(rows)
    [issue] = check_order(tables, kit.NO)
    assert (issue.table, issue.severity, "刘洋" in issue.zh, "did not see all" in issue.en) == (
        "proformas",
        "warning",
        True,
        True,
    )
    assert approvals_owed(tables, kit.NO) == ["proforma"]
    assert approve(tables, "proforma", "刘洋") == (
        kit.whole(f"PI-0001 12500.00 USD 1200 CIF Hamburg {kit.TT} 2012-05-05 = {kit.PRICED} | …"),
    )
    assert check_order(tables, kit.NO) == []
    # 400 × 12.45 + 800 × 9.40 = 12500.00
    kit.type_in(tables, "order_lines", 0, price=kit.D("12.45"))
    kit.type_in(tables, "order_lines", 1, price=kit.D("9.40"))
    kit.type_in(tables, "prices", 1, highest=kit.D("9.40"))
    [issue] = check_order(tables, kit.NO)
    assert (issue.table, issue.severity, "void" in issue.en) == ("proformas", "error", True)


def test_of_many_lines_a_figure_names_five_and_a_change_of_any_other_voids_the_approval():
    rows = kit.order()
    rows["orders"][0]["stage"] = "quoted"
    bamboo = rows["order_lines"][1] | {"quantity": kit.D(100)}
    rows["order_lines"] = [rows["order_lines"][0], *(bamboo | {"line": 2 + at} for at in range(8))]
    rows["approvals"] = []
    tables = kit.tables(
        {key: rows[key] for key in ("orders", "order_lines", "quotations", "costs", "approvals")}
    )
    [seen] = approve(tables, "quotation", "刘洋")
    shown, more = seen.split(" = ")[1].split(", +")
    assert (shown, more[:3]) == (", ".join(["CB-02 100 pcs × 9.375"] * 5), "3 #")

    def owed():
        return [issue.table for issue in check_order(tables, kit.NO) if issue.severity == "error"]

    assert owed() == []
    kit.type_in(tables, "order_lines", 8, price=kit.D("9.376"))
    assert owed() == ["quotations"]
    kit.type_in(tables, "order_lines", 8, price=kit.D("9.375"))
    assert owed() == []


def test_a_lowest_price_of_zero_is_no_blank_one():
    rows = kit.order()
    shared = kit.shared()
    shared["prices"][1] |= {"lowest": kit.D(0), "highest": kit.D("9.00")}
    rows["order_lines"][1]["price"] = kit.D("0.50")
    tables = kit.tables(
        {**shared, **rows, "orders": [rows["orders"][0] | {"stage": "quoted"}], "approvals": []}
    )
    assert [issue.key for issue in check_order(tables, kit.NO) if issue.table == "quotations"] == []


def test_what_waits_for_an_approval_or_at_a_gate_is_that_of_the_stage_and_the_next():
    rows = kit.order()
    rows["orders"][0]["stage"] = "confirmed"
    rows["receipts"] = []
    approvals = rows["approvals"]
    for given, owed, shut in ((2, ["proforma"], []), (3, ["production", "purchase"], ["deposit"])):
        tables = kit.tables(rows | {"approvals": approvals[:given]})
        assert (approvals_owed(tables, kit.NO), gates_shut(tables, kit.NO)) == (owed, shut)


def test_a_gate_is_waived_by_a_manager_with_a_reason_for_what_lacks_then():
    rows = kit.order()
    rows["orders"][0]["stage"] = "in production"
    rows["receipts"] = []
    tables = kit.tables(rows)
    for by, reason in (("王芳", "老客户"), ("刘洋", " ")):
        with pytest.raises(UsageError):
            waive(tables, "deposit", by, reason)
    seen = waive(tables, "deposit", "刘洋", "老客户", kit.day("03-20"))
    assert seen == ("deposit 3750.00 USD",)
    # Production may go on; the balance is asked for next.
    [issue] = check_order(tables, kit.NO)
    assert (issue.severity, "balance 12500.00 USD" in issue.en) == ("warning", True)
