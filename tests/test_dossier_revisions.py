"""A paper that is revised: the earlier stays readable, the next is approved and signed anew
(C-2.3, C-2.6).
"""

import dossierkit as kit
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.dossier.revisions import PAGE, in_pages
from xlpy.core.issues import UsageError
from xlpy.documents.papers import papers
from xlpy.jobs.approvals import approval, give
from xlpy.jobs.dossier import check_order
from xlpy.jobs.export import export_rows
from xlpy.jobs.revising import papers_to_revise, revise, revising

DAY = kit.day("03-18")


def confirmed(**more):
    """The order as it is once the customer signed."""
    rows = kit.order()
    rows["orders"][0]["stage"] = "confirmed"
    return kit.tables({**rows, **more})


def revised(tables, what="proforma", reason="客户改唛头", by="王芳", day=DAY):
    made = revising(tables, kit.NO, what, by, day, reason)
    revise(tables, made)
    return made


def test_the_earlier_revision_stays_readable_and_the_next_waits_for_approval_and_signature():
    tables = confirmed()
    made = revised(tables)
    assert (made.number, made.revision, made.emptied) == (
        "PI-0001",
        2,
        ("issued_on", "signed_by", "signed_on", "copy_accounts_on"),
    )
    [kept] = export_rows(tables, "revisions")
    assert (kept["revision"], kept["replaced_on"], kept["by"], kept["reason"]) == (
        1,
        "2012-03-18",
        "王芳",
        "客户改唛头",
    )
    said = kept["content"].splitlines()
    assert "发票号 Proforma no.: PI-0001" in said
    assert "唛头 Shipping mark: BRANDT / HAMBURG / C/NO. 1-60" in said
    assert "客户签字人 Signed by customer: H. Brandt" in said
    assert [line.split("; ")[1:4] for line in said if "行号" in line] == [
        ["行号 Line 1", "货号 Item no. KB-01", "数量 Quantity 400"],
        ["行号 Line 2", "货号 Item no. CB-02", "品名规格 Description Bamboo cutting board 30 × 20 "
         "cm, engraved logo"],
    ]  # fmt: skip
    lacking = {issue.column for issue in check_order(tables, kit.NO) if issue.table == "proformas"}
    assert {"issued_on", "signed_on", "signed_by"} <= lacking


def test_what_was_approved_before_is_void_and_says_what_differs():
    tables = confirmed()
    revised(tables)
    kit.type_in(tables, "proformas", 0, issued_on=DAY)
    [told] = [issue for issue in check_order(tables, kit.NO) if "approval" in issue.key]
    assert "is void" in told.said.en
    assert "PI-0001 Rev. 2" in told.said.en
    give(tables, approval(tables, kit.NO, "proforma", "刘洋", DAY))
    signed = {"signed_by": "H. Brandt", "signed_on": DAY, "copy_accounts_on": DAY}
    kit.type_in(tables, "proformas", 0, **signed)
    assert [issue for issue in check_order(tables, kit.NO) if issue.severity == "error"] == []


def test_papers_bear_their_revision_and_the_printed_earlier_one_stays(tmp_path):
    tables = confirmed()
    [first] = papers(tables, [kit.NO], ["proforma"], tmp_path)
    made = revised(tables)
    revised(tables, "order")
    kit.type_in(tables, "proformas", 0, issued_on=DAY)
    [second] = papers(tables, [kit.NO], ["proforma"], tmp_path)
    assert first.paths[0].exists()
    assert "Rev2" in second.paths[0].name
    sheet = openpyxl.load_workbook(second.paths[0]).active
    texts = {str(cell.value) for row in sheet for cell in row if cell.value is not None}
    assert any(f"{made.number} Rev. 2" in text for text in texts)
    assert any("SO-0001 Rev. 2" in text for text in texts)


def test_each_purchase_order_is_revised_by_its_number():
    rows = kit.order()
    second = rows["purchase_orders"][0] | {"purchase_no": "CG-0002"}
    tables = confirmed(purchase_orders=[*rows["purchase_orders"], second])
    with pytest.raises(UsageError, match="say which: CG-0001, CG-0002"):
        revising(tables, kit.NO, "purchase", "赵磊", DAY, "改价")
    assert revised(tables, "CG-0002").form == "purchase"
    assert [row["number"] for row in export_rows(tables, "revisions")] == ["CG-0002"]
    kept = export_rows(tables, "purchase_orders")
    assert [row["countersigned_on"] for row in kept] == ["2012-03-22", None]
    assert list(papers_to_revise(tables, kit.NO)) == [
        "order",
        "QT-0001",
        "PI-0001",
        "CG-0001",
        "CG-0002",
    ]


@pytest.mark.parametrize(
    ("what", "by", "reason", "said"),
    [
        ("packing", "王芳", "x", "it is for order, quotation, proforma, purchase"),
        ("PI-0009", "王芳", "x", 'there is no form "PI-0009"'),
        ("proforma", "王芳", " ", "a revision needs a reason"),
        ("proforma", "Nobody", "x", "Nobody"),
    ],
)
def test_what_cannot_be_revised_is_named_and_nothing_is_written(what, by, reason, said):
    tables = confirmed()
    with pytest.raises(UsageError, match=said):
        revising(tables, kit.NO, what, by, DAY, reason)
    assert export_rows(tables, "revisions") == []


@given(st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=PAGE), max_size=9))
def test_pages_hold_all_lines_and_each_fits_into_a_cell(lines):
    pages = in_pages(lines)
    assert all(len(page) <= PAGE for page in pages)
    assert [line for page in pages for line in page.split("\n")] == lines


def test_files_bear_the_revision_of_every_paper_in_them(tmp_path):
    """Of two purchase orders the one that is not the latest is revised; a production order bears
    its order's.
    """
    rows = kit.order()
    own = {"purchase_no": "CG-0002", "ordered_on": kit.day("03-25")}
    rows["purchase_orders"].append(rows["purchase_orders"][0] | own)
    rows["purchase_lines"].append(rows["purchase_lines"][0] | {"purchase_no": "CG-0002"})
    rows["revisions"] = [
        {
            "order_no": kit.NO,
            "form": form,
            "number": number,
            "revision": 1,
            "replaced_on": kit.day("03-26"),
            "by": "王芳",
            "reason": "another quantity",
            "page": 1,
            "content": "-",
        }
        for form, number in (("purchase", "CG-0001"), ("order", kit.NO))
    ]
    tables = kit.tables(rows)
    made = papers(tables, [kit.NO], ["purchase", "production", "inspection"], tmp_path)
    names = {each.paper: each.paths[0].name.replace("-DRAFT", "") for each in made}
    assert names == {
        "purchase": "SO-0001-purchase-CG-0001-Rev2.xlsx",
        "production": "SO-0001-production-Rev2.xlsx",
        "inspection": "SO-0001-inspection.xlsx",
    }
