"""Several companies of ours: each order's papers are those of the one that issues it, with its
account, logo, stamp and signature (C-2).
"""

import subprocess
import zipfile
from datetime import date

import dossierkit as kit
import pytest
from office import needed
from test_dossier_papers import pages, png, squeezed, workbooks
from test_drafts import COMPANY, DAY, asking

from xlpy.core.dossier.forms import FORMS
from xlpy.documents.data import Job, open_source
from xlpy.documents.images import read_picture
from xlpy.documents.labels import Labels
from xlpy.documents.papers import PAPERS, papers
from xlpy.jobs.dossier import check_order
from xlpy.jobs.drafts import draft_of

OTHER = {
    "company": "宁波",
    "zh_name": "宁波海桥贸易有限公司",
    "en_name": "Ningbo Haiqiao Trading Ltd.",
    "zh_address": "宁波市江北区 2 号",
    "en_address": "2 Jiangbei Road, Ningbo, China",
    "tax_no": "91330200MA0000000Y",
    "customs_code": "3302160002",
}
ACCOUNT = {
    "currency": "USD",
    "holder": "Ningbo Haiqiao Trading Ltd.",
    "bank": "Second Bank, Ningbo",
    "account_no": "999988887777",
    "swift": "SECOCNBN",
    "company": "宁波",
}
FIRST = ("Shenzhen Haiqiao", "Room 1208", "000011112222", "EXAMCNBS", "91440300MA0000000X")
SECOND = ("Ningbo Haiqiao", "2 Jiangbei Road", "999988887777", "SECOCNBN", "91330200MA0000000Y")


def two(issuer, **changes):
    """The whole order with two companies of ours, issued by one of them (None: not said)."""
    rows = {**kit.shared(), **kit.order()}
    rows["companies"].append(dict(OTHER))
    rows["banks"].append(dict(ACCOUNT))
    rows["orders"][0]["issuer"] = issuer
    for row in rows["approvals"] if issuer else ():
        if row["form"] in ("quotation", "proforma", "purchase"):
            # What is approved says by whom the paper is issued, too.
            row["seen"] = row["seen"].replace(" | ", f" | {issuer} | ", 1)
    return kit.tables({**rows, **changes})


def gaps(tables, name, tmp_path, folder=None):
    """What a paper still needs, in English; None where it is final."""
    [made] = workbooks(tables, [kit.NO], [name], tmp_path / "out", folder, "en")
    return " / ".join(en for _, en in made.gaps) or None


@pytest.mark.parametrize(
    "issuer, own, others", [(None, FIRST, SECOND), ("海桥", FIRST, SECOND), ("宁波", SECOND, FIRST)]
)
def test_all_papers_of_an_order_are_those_of_its_company(tmp_path, issuer, own, others):
    names = ["proforma", "invoice", "packing", "booking", "declaration", "purchase"]
    made = papers(two(issuer), [kit.NO], names, tmp_path, language="en")
    texts = {each.paper: squeezed(" ".join(pages(each.paths[1]))) for each in made}
    for name, text in texts.items():
        assert own[0] in text and [part for part in others if part in text] == [], name
    assert all(part in texts["proforma"] and part in texts["invoice"] for part in own[:4])
    assert own[4] in texts["declaration"]
    assert [each.gaps for each in made] == [()] * len(names)


def test_a_company_without_an_account_of_its_own_does_not_name_anothers(tmp_path):
    tables = two("宁波", banks=kit.shared()["banks"])
    assert gaps(tables, "proforma", tmp_path) == (
        'there is no account for USD of "宁波"; fill in the banks table'
    )


def test_an_account_of_an_unknown_company_is_named(tmp_path):
    stray = {**ACCOUNT, "company": "温州"}
    tables = two(None, banks=[*kit.shared()["banks"], stray])
    assert 'account 999988887777 is of "温州"' in gaps(tables, "proforma", tmp_path)


def test_an_unknown_company_is_an_error_of_the_order_and_makes_drafts(tmp_path):
    tables = kit.tables({**kit.order(), "orders": [{**kit.order()["orders"][0], "issuer": "温州"}]})
    [issue] = [each for each in check_order(tables, kit.NO) if each.key == "issuer.unknown"]
    assert (issue.severity, issue.table, issue.column) == ("error", "orders", "issuer")
    assert '"温州" is none of our companies; write 海桥' in issue.en
    for name in ("proforma", "packing"):
        assert '"温州" is none of our companies' in gaps(tables, name, tmp_path)


def test_another_company_after_the_approval_voids_it(tmp_path):
    tables = two("宁波")
    kit.type_in(tables, "orders", 0, issuer="海桥")
    said = gaps(tables, "proforma", tmp_path)
    assert "the approval of the proforma invoice is void" in said and "宁波" in said


def test_one_invoice_bills_only_orders_of_the_same_company(tmp_path):
    rows = {**kit.shared(), **kit.split()}
    rows["companies"].append(dict(OTHER))
    second = {**rows["orders"][0], "order_no": "SO-0002", "issuer": "宁波", "stage": "confirmed"}
    rows["orders"].append(second)
    rows["order_lines"].append({**rows["order_lines"][0], "order_no": "SO-0002", "line": 1})
    goods = {"shipment_no": "SH-2", "order_no": "SO-0002", "line_no": 1, "quantity": kit.D(400)}
    rows["shipment_lines"].append(goods)
    made = papers(kit.tables(rows), [kit.NO], ["invoice"], tmp_path, language="en")
    text = squeezed(" ".join(pages(made[1].paths[1])))
    assert "5,625.00" in text and "SO-0002" not in text


# --- Stamp and signature ---------------------------------------------------------------------


def stamped(folder, listed="proforma invoice purchase", order=None, **files):
    """The order whose company has stamp and signature pictures, and papers that bear them."""
    (folder / "stamp.png").write_bytes(png(300, 300, (200, 30, 30)))
    (folder / "signature.png").write_bytes(png(400, 150, (30, 30, 120)))
    rows = {**kit.shared(), **(order or kit.order())}
    rows["companies"][0] |= {"stamp": "stamp.png", "signature": "signature.png"} | files
    tables = kit.tables(rows)
    policy = {"key": "stamp.papers", "value": listed, "from": date(2000, 1, 1), "source": "C-2"}
    kit.type_below(tables, "policy", policy)
    return tables


def images(path):
    """The pictures in a PDF, by width and height."""
    program = needed("pdfimages", "the pictures of the papers")
    listed = subprocess.run([program, "-list", path], capture_output=True, text=True, check=True)
    rows = (line.split() for line in listed.stdout.splitlines()[2:])
    return sorted((int(row[3]), int(row[4])) for row in rows)


def test_stamp_and_signature_are_on_the_final_papers_that_the_policy_lists(tmp_path):
    names = ["proforma", "invoice", "purchase", "packing"]
    made = papers(stamped(tmp_path), [kit.NO], names, tmp_path / "out", tmp_path, "en")
    assert images(made[0].paths[1]) == [(300, 300), (400, 150)]
    assert [len(images(each.paths[1])) for each in made] == [2, 2, 2, 0]


def test_a_draft_bears_neither(tmp_path):
    tables = stamped(tmp_path)
    kit.type_in(tables, "proformas", 0, delivery_on=None)
    [made] = papers(tables, [kit.NO], ["proforma"], tmp_path / "out", tmp_path, "en")
    assert made.gaps and images(made.paths[1]) == []
    with zipfile.ZipFile(made.paths[0]) as book:
        assert [name for name in book.namelist() if name.startswith("xl/media/")] == []


def test_without_a_row_of_the_policy_no_paper_bears_them(tmp_path):
    [made] = papers(stamped(tmp_path, None), [kit.NO], ["proforma"], tmp_path / "out", tmp_path)
    assert made.gaps == () and images(made.paths[1]) == []


def test_a_picture_that_cannot_be_shown_is_named_with_why(tmp_path):
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "half.png").write_bytes(png(300, 300)[:-20])
    why = {
        "gone.png": "it is not found",
        "text.png": "it cannot be read: no picture, or damaged",
        "half.png": "it cannot be read: no picture, or damaged",
        "seal.bmp": "it is no PNG or JPEG file",
    }
    for name, reason in why.items():
        tables = stamped(tmp_path, stamp=name)
        said = f'picture "{name}": {reason}; put a PNG or JPEG file there'
        assert gaps(tables, "proforma", tmp_path, tmp_path) == said
        assert gaps(tables, "packing", tmp_path, tmp_path) is None  # it does not bear them


def test_a_jpeg_that_breaks_off_is_no_picture(tmp_path):
    pil = pytest.importorskip("PIL.Image")
    whole, half = tmp_path / "whole.jpg", tmp_path / "half.jpg"
    pil.radial_gradient("L").save(whole, "JPEG")
    half.write_bytes(whole.read_bytes()[:-300])
    assert read_picture(whole) == whole.read_bytes()
    assert read_picture(half).en == "it cannot be read: no picture, or damaged"


def test_a_name_in_the_policy_that_is_no_such_paper_is_said(tmp_path):
    said = gaps(stamped(tmp_path, "proforma cost pi"), "proforma", tmp_path, tmp_path)
    assert '"cost" in the row stamp.papers of the policy is no paper that bears a stamp' in said
    assert '"pi" in the row stamp.papers' in said


@pytest.mark.parametrize("name", [name for name, kind in PAPERS.items() if not kind.inside])
def test_signature_and_stamp_stay_within_the_place_to_sign(tmp_path, name):
    whole = {**kit.letter(), "shipments": kit.split()["shipments"][:1]}
    goes = ((1, 400), (2, 800))
    whole["shipment_lines"] = [
        {"shipment_no": "SH-1", "order_no": kit.NO, "line_no": line, "quantity": kit.D(quantity)}
        for line, quantity in goes
    ]
    source = open_source(stamped(tmp_path, name, whole), tmp_path)
    kind, [dossier] = PAPERS[name], source.files.dossiers
    job = Job(source, dossier.consignments[0], name, kind, Labels("en"))
    sheet = kind.make(job, job.dossier.of(FORMS[kind.form].table)[-1])
    row = sheet.blocks[-1].rows[-1]
    assert [each.name for each in row.pictures] == ["signature", "stamp"]
    [place] = [each for each in row.cells if each.first == row.pictures[0].column]
    last = row.pictures[-1]
    assert last.left + last.width <= sum(sheet.widths[place.first : place.last + 1])
    assert max(each.height for each in row.pictures) * 0.75 < sheet.height(row)


def test_a_mail_about_an_order_is_signed_by_its_company():
    sold = {"order_no": "SO-1", "customer": "Acme Lamps GmbH", "salesperson": "赵磊"}
    due = {"order_no": "SO-1", "kind": "balance", "due_on": date(2012, 7, 2), "due": kit.D(9)}
    tables = asking(
        orders=[{**sold, "issuer": "宁波"}], accounts=[due], companies=[COMPANY, dict(OTHER)]
    )
    assert draft_of(tables, "SO-1", DAY).text.endswith("赵磊\nNingbo Haiqiao Trading Ltd.")
    assert draft_of(tables, "Q-1", DAY).text.endswith("赵磊\nAlpha Lamps")
