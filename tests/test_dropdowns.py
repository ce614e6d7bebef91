"""Which columns offer what in a drop-down, and whether they refuse, warn of or take what is typed
otherwise (C-2).
"""

import re

import pytest
from bookdump import Dump
from olderbooks import upgraded

from xlpy.build.workbook import new_book
from xlpy.core.tables import DOSSIER, DOSSIER_RULES, RESULT, TABLES

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REFUSES, WARNS, TAKES = "refuses", "warns", "takes"

OFFERED = """
customers.grade grades takes
orders.incoterm incoterms takes          · orders.payment_terms terms_payment_terms warns
quotations.incoterm incoterms takes      · quotations.payment_terms terms_payment_terms warns
proformas.incoterm incoterms takes       · proformas.payment_terms terms_payment_terms warns
proformas.port_loading loading_ports warns      · proformas.port_discharge discharge_ports warns
export_papers.port_loading loading_ports warns  · export_papers.port_discharge discharge_ports warns
products.unit units warns                · order_lines.unit units warns
production_parts.unit units warns        · purchase_lines.unit units warns
shipments.from_port loading_ports warns         · shipments.to_port discharge_ports warns
packages.kind packages warns
costs.rate_source rate_sources takes     · cost_items.rate_source rate_sources takes
requirements.when conditions takes       · requirements.who roles takes
fines.code fines takes                   · deductions.kind deductions takes
welfare.purpose purposes takes           · plans.name staff_name takes
targets.name staff_name takes
gradings.grade grades takes              · gradings.before grades takes
enquiries.channel channels_channel warns  · enquiries.product products_product warns
fair_leads.product products_product warns
expenses.item budgets_item warns        · expenses.channel channels_channel warns
"""
"""Columns of free text with a list; a term has a place behind it, so that any other text is taken
without a word.
"""


@pytest.fixture(scope="module", params=["demo", "new"])
def book(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("lists") / f"{request.param}.xlsm"
    new_book(path, demo=request.param == "demo")
    return Dump(path)


def lists(book, table):
    """Column → what its cells offer, and what becomes of other text."""
    schema, found = TABLES[table], {}
    sheet = book.xml(dict(book.sheets())[schema.sheet])
    for rule in sheet.iter(f"{MAIN}dataValidation"):
        if rule.get("type") != "list" or table == "policy":
            continue
        strict = (
            {None: REFUSES, "warning": WARNS}[rule.get("errorStyle")]
            if rule.get("showErrorMessage")
            else TAKES
        )
        for column in re.findall(r"([A-Z]+)6:", rule.get("sqref")):
            key = schema.column_keys[ord(column) - ord("A")]
            found[key] = rule.find(f"{MAIN}formula1").text.removeprefix("list_"), strict
    return found


def expected():
    """What the columns of free text offer, by table."""
    wanted = {}
    for each in re.split("[·\n]", OFFERED.strip()):
        place, source, strict = each.split()
        table, column = place.split(".")
        wanted.setdefault(table, {})[column] = (source, strict)
    return wanted


def test_every_column_has_the_list_that_it_should_have_and_no_other(book):
    for table in TABLES.values():
        if table.group == RESULT or table.key == "policy":
            continue
        wanted = expected().get(table.key, {})
        for column in table.columns:
            if column.choices:
                labels = ",".join(f"{zh} {key.replace('_', ' ')}" for key, zh in column.choices)
                source = f'"{labels}"' if len(labels) <= 255 else f"{table.key}_{column.key}"
                # `manager` or 经理 alone is understood.
                wanted[column.key] = source, WARNS
            elif column.refers:
                wanted[column.key] = column.refers.replace(".", "_"), REFUSES
            elif column.type in ("currency", "month", "period"):
                plural = {"currency": "currencies"}.get(column.type, f"{column.type}s")
                wanted[column.key] = plural, WARNS
        assert lists(book, table.key) == wanted, table.key


def test_a_dossier_form_takes_no_choice_currency_party_or_order_by_hand_alone():
    """What the schema itself must say: a new column of these kinds gets its list without being
    told.
    """
    kinds = {
        "order_no",
        "product",
        "customer",
        "supplier",
        "purchase_no",
        "packing_no",
        "by",
        "analysed_by",
    }
    free = [
        (table.key, column.key)
        for table in (*DOSSIER, *DOSSIER_RULES)
        for column in table.columns
        if column.key in kinds and table.keys != (column.key,) and not column.refers
    ]
    assert free == []


def offered(book, name):
    """The words in the cells that a list's name stands for."""
    text = next(n.text for n in book.book.iter(f"{MAIN}definedName") if n.get("name") == name)
    sheet, column, first, last = re.fullmatch(
        r"'(.+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", text
    ).groups()
    shared = [
        "".join(part.text or "" for part in si.iter(f"{MAIN}t"))
        for si in book.xml("xl/sharedStrings.xml")
    ]
    cells = {c.get("r"): c for c in book.xml(dict(book.sheets())[sheet]).iter(f"{MAIN}c")}
    there = (cells.get(f"{column}{row}") for row in range(int(first), int(last) + 1))
    return [
        shared[int(cell.find(f"{MAIN}v").text)]
        for cell in there
        if cell is not None and cell.get("t") == "s"
    ]


def test_the_lists_offer_the_fields_own_words(book):
    assert offered(book, "list_incoterms") == [
        "EXW",
        "FCA",
        "FAS",
        "FOB",
        "CFR",
        "CIF",
        "CPT",
        "CIP",
        "DAP",
        "DPU",
        "DDP",
    ]
    assert {"Yantian", "Shanghai", "Ningbo"} <= set(offered(book, "list_loading_ports"))
    assert {"Hamburg", "Los Angeles", "Jebel Ali"} <= set(offered(book, "list_discharge_ports"))
    assert {"pcs", "set", "kg", "个", "箱"} <= set(offered(book, "list_units"))
    assert offered(book, "list_currencies")[:3] == ["CNY", "USD", "EUR"]


def test_payment_terms_are_those_of_their_table(book):
    named = {n.get("name"): n.text for n in book.book.iter(f"{MAIN}definedName")}
    assert named["terms_payment_terms"] == "terms[付款条件 Payment terms]"
    sheet = book.xml(dict(book.sheets())[TABLES["terms"].sheet])
    shared = [
        "".join(t.text or "" for t in si.iter(f"{MAIN}t"))
        for si in book.xml("xl/sharedStrings.xml")
    ]
    first = [
        c.find(f"{MAIN}v").text
        for c in sheet.iter(f"{MAIN}c")
        if re.fullmatch(r"A([6-9]|1\d)", c.get("r"))
    ]
    terms = [shared[int(text)] for text in first]
    assert {"T/T 30% deposit, 70% before shipment", "L/C at sight"} <= set(terms)


def test_a_list_that_warns_and_has_room_left_does_not_take_anything_for_its_blank_cells(book):
    """Excel takes whatever is typed when blanks are ignored and the list's cells hold one."""
    for table in TABLES.values():
        sheet = book.xml(dict(book.sheets())[table.sheet])
        for rule in sheet.iter(f"{MAIN}dataValidation"):
            if rule.findtext(f"{MAIN}formula1") in (
                "list_units",
                "list_loading_ports",
                "list_discharge_ports",
            ):
                assert (rule.get("allowBlank"), rule.get("errorStyle")) == (None, "warning")


def test_numbers_of_goods_are_not_below_zero_and_percentages_go_to_100(book):
    for table in DOSSIER:
        sheet = book.xml(dict(book.sheets())[table.sheet])
        found = {}
        for rule in sheet.iter(f"{MAIN}dataValidation"):
            for column in re.findall(r"([A-Z]+)6:", rule.get("sqref")):
                bounds = [rule.findtext(f"{MAIN}formula{n}") for n in (1, 2)]
                found[table.column_keys[ord(column) - ord("A")]] = bounds
        for column in table.columns:
            if column.type in ("quantity", "price"):
                assert found[column.key][0] == "0", (table.key, column.key)
            if column.type == "percent":
                assert found[column.key] == ["0", "100"], (table.key, column.key)


def test_the_sheets_that_an_upgrade_adds_have_the_lists_too(tmp_path):
    upgraded(1, tmp_path / "new.xlsm")
    book = Dump(tmp_path / "new.xlsm")
    for table in (*DOSSIER, *DOSSIER_RULES):
        found = lists(book, table.key)
        for column, (source, strict) in expected().get(table.key, {}).items():
            assert found[column] == (source, strict), (table.key, column)
