"""An order whose goods are bought finished, besides the lines of cases/dossier_bought.csv: what a
new order of it begins with, its papers, and how much must be bought and received (C-2.5, C-2.6).
"""

from decimal import Decimal

import dossierkit as kit
from hypothesis import given
from hypothesis import strategies as st
from test_dossier_billed import _stand_in, said  # noqa: F401

from xlpy.core.dossier.status import form_states, status
from xlpy.documents.papers import papers
from xlpy.jobs.export import export_rows
from xlpy.jobs.orders import new_order

AMOUNTS = st.integers(0, 500).map(Decimal)


def gaps(rows):
    files = kit.files(rows)
    return status(files.dossiers[0], files.requirements).gaps


@given(st.permutations(range(2)), AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_goods_are_enough_when_purchases_and_stock_come_to_the_order(order, a, b, stock, came):
    """400 knife blocks, in two purchase lines: the rows' order says nothing."""
    rows = kit.bought()
    first, boards = rows["purchase_lines"]
    blocks = [
        first | {"quantity": a, "received": min(a, came)},
        first | {"line": 3, "quantity": b, "received": b},
    ]
    rows["purchase_lines"] = [*(blocks[at] for at in order), boards]
    own = {"order_no": kit.NO, "part": "KB-01", "quantity": Decimal(400), "from_stock": stock}
    rows["production_parts"] = [own]
    said = {gap.item for gap in gaps(rows) if gap.form == "purchase" and gap.kind == "agreement"}
    wanted = 400 - min(stock, 400)
    # `covers` asks the same of a part that is listed.
    assert ("bought" in said) == (a + b < wanted) == ("covers" in said)
    assert ("received" in said) == (min(a, came) + b < wanted)


def test_no_production_order_is_due_and_nine_forms_are_done():
    files = kit.files(kit.bought())
    dossier = files.dossiers[0]
    states = form_states(dossier, files.requirements, status(dossier, files.requirements))
    assert states.pop("production") == ""
    assert set(states.values()) == {"done"}


def test_a_new_order_of_it_is_bought_again_and_nothing_has_come_in():
    tables = kit.tables(kit.bought())
    new_order(tables, kit.NO, "陈明", kit.day("06-01"))

    def new(table):
        return [row for row in export_rows(tables, table) if row["order_no"] == "SO-0002"]

    assert [row["supply"] for row in new("orders")] == ["bought"]
    assert (new("production_orders"), [row["kind"] for row in new("inspections")]) == (
        [],
        ["final"],
    )
    lines = [r for r in export_rows(tables, "purchase_lines") if r["purchase_no"] == "CG-0002"]
    assert [(row["part"], row["received"], row["received_on"]) for row in lines] == [
        ("KB-01", None, None),
        ("CB-02", None, None),
    ]


def test_its_cover_and_inspection_report_say_who_made_the_goods(tmp_path):
    made = papers(kit.tables(kit.bought()), [kit.NO], ["inspection", "cover"], tmp_path)
    assert [each.gaps for each in made] == [(), ()]
    inspection, cover = (" ".join(said(each)) for each in made)
    assert "东莞市恒达五金厂" in inspection and "304 不锈钢" in inspection
    assert "生产加工单 — 不需要（外购）" in cover
