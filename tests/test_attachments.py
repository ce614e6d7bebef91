"""Scans and files beside the workbook: taken in, listed, looked after, archived, verified
(C-2.11, E-4.2).
"""

import os
import zipfile
from hashlib import sha256

import dossierkit as kit
import pytest
from commands import command
from filekit import PROJECT
from test_dossier_papers import TODAY

from xlpy import cli
from xlpy.book.tables import Change
from xlpy.core.issues import DataError, FileError, UsageError
from xlpy.core.tables import TABLES
from xlpy.documents.attaching import attach, attached_files, attachment_issues, folder_of
from xlpy.documents.verifying import verify_archive
from xlpy.files import WorkbookFile
from xlpy.jobs.dossier import check_order
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.import_ import import_rows


@pytest.fixture
def folder(tmp_path):
    return folder_of(tmp_path / "Trade.xlsm")


def scan(tmp_path, name="signed PI.pdf", data=b"%PDF-1.4 signed"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def take_in(tables, folder, source, order_no=kit.NO, form="proforma", kind="signed", **more):
    return attach(tables, folder, order_no, form, source, kind, "王芳", TODAY, **more)


def test_a_scan_is_copied_and_entered_with_its_digest(tmp_path, folder):
    tables, source = kit.tables(kit.order()), scan(tmp_path)
    done = take_in(tables, folder, source, note="签回")
    assert done.path == tmp_path / "Trade.files" / "SO-0001" / "signed PI.pdf"
    assert done.path.read_bytes() == source.read_bytes()
    assert export_rows(tables, "attachments") == [
        {
            "order_no": "SO-0001",
            "shipment_no": None,
            "form": "proforma",
            "file": "SO-0001/signed PI.pdf",
            "kind": "signed",
            "date": "2012-06-01",
            "digest": sha256(source.read_bytes()).hexdigest(),
            "by": "王芳",
            "note": "签回",
        }
    ]
    assert attachment_issues(tables, folder, kit.NO) == []
    with pytest.raises(UsageError, match=r"attached already: SO-0001/signed PI\.pdf"):
        take_in(tables, folder, scan(tmp_path, "again.pdf"))


def test_the_table_goes_out_and_comes_back_as_it_was(tmp_path, folder):
    tables = kit.tables(kit.order())
    take_in(tables, folder, scan(tmp_path), note="签回, “原件”\n在财务")
    take_in(tables, folder, scan(tmp_path, "=1+1.pdf", b"other"), kind="mail")
    text = export_csv(tables, "attachments")
    other = kit.tables(kit.order())
    import_rows(other, "attachments", text.encode())
    assert export_rows(other, "attachments") == export_rows(tables, "attachments")
    assert attachment_issues(other, folder, kit.NO) == []
    other.commit([Change("attachments", keep=())])
    labels = text.split("\n", 1)[1]
    head = ",".join(column.label for column in TABLES["attachments"].columns)
    import_rows(other, "attachments", f"{head}\n{labels}".encode())
    assert export_rows(other, "attachments") == export_rows(tables, "attachments")


def test_another_file_of_the_same_name_or_of_other_case_gets_a_name_of_its_own(tmp_path, folder):
    tables = kit.tables(kit.order())
    names = [
        take_in(tables, folder, scan(tmp_path, name, data)).file
        for name, data in (("a.pdf", b"1"), ("A.PDF", b"2"), ("a.pdf", b"3"))
    ]
    assert names == ["SO-0001/a.pdf", "SO-0001/A-2.PDF", "SO-0001/a-3.pdf"]


@pytest.mark.parametrize(
    ("first", "second"), [("SO/1:A", "SO-1"), ("so-1", "SO-1"), ("CON", "NUL"), ("..", "SO-1")]
)
def test_orders_whose_numbers_are_no_file_names_or_differ_in_case_have_folders_of_their_own(
    tmp_path, folder, first, second
):
    order = kit.order()["orders"][0]
    tables = kit.tables({"orders": [order | {"order_no": n} for n in (first, second)]})
    places = [
        take_in(tables, folder, scan(tmp_path, "a.pdf", n.encode()), n).path.parent
        for n in (first, second)
    ]
    assert len({place.name.casefold() for place in places}) == 2
    assert {place.parent for place in places} == {folder}
    assert attachment_issues(tables, folder, first) == []


def _missing(path):
    path.unlink()


def _changed(path):
    path.write_bytes(b"other")


def _a_folder(path):
    path.unlink()
    path.mkdir()


def _a_link(path):
    path.rename(path.with_suffix(".kept"))
    os.symlink(path.with_suffix(".kept"), path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_missing, "is not in"),
        (_changed, "was changed: its digest is not the one that is entered"),
        (_a_folder, "is a folder; put the file there"),
        (_a_link, "is a link, not a file"),
    ],
)
def test_what_became_of_a_file_is_named(tmp_path, folder, spoil, said):
    tables = kit.tables(kit.order())
    spoil(take_in(tables, folder, scan(tmp_path)).path)
    [told] = [row for row in attachment_issues(tables, folder, kit.NO) if row.severity == "error"]
    assert (told.table, told.column) == ("attachments", "file")
    assert said in told.said.en


@pytest.mark.parametrize(
    "file", ["../a.pdf", "/etc/hosts", "a.pdf", "SO-0001/../a.pdf", "SO-0001\\a.pdf", "x/y/z"]
)
def test_a_name_outside_of_the_folder_is_refused_and_never_opened(folder, file):
    row = {"order_no": kit.NO, "form": "proforma", "file": file, "kind": "signed"}
    tables = kit.tables({**kit.order(), "attachments": [row | {"date": TODAY, "digest": "0"}]})
    [told] = attachment_issues(tables, folder, kit.NO)
    assert "is no order's folder and file name" in told.said.en


def test_a_file_that_nobody_entered_is_a_warning(tmp_path, folder):
    tables = kit.tables(kit.order())
    take_in(tables, folder, scan(tmp_path)).path.with_name("photo.jpg").write_bytes(b"x")
    [told] = attachment_issues(tables, folder)
    assert (told.severity, told.said.en) == (
        "warning",
        '"SO-0001/photo.jpg" is not listed; attach it, or move it away',
    )


@pytest.mark.parametrize(
    ("what", "error_", "said"),
    [
        ({"order_no": "SO-9"}, UsageError, 'there is no order "SO-9"'),
        ({"form": "letterx"}, UsageError, 'there is no form "letterx"'),
        ({"kind": "scan?"}, UsageError, 'there is no kind "scan'),
        ({"source": "gone.pdf"}, FileError, "gone.pdf"),
        ({"source": "."}, FileError, "."),
    ],
)
def test_what_cannot_be_attached_is_named_and_nothing_is_written(
    tmp_path, folder, what, error_, said
):
    tables = kit.tables(kit.order())
    source = tmp_path / what.pop("source") if "source" in what else scan(tmp_path)
    with pytest.raises(error_, match=said):
        take_in(tables, folder, source, **what)
    assert (export_rows(tables, "attachments"), folder.exists()) == ([], False)


FORMS_ASKED = {"key": "scan.forms", "value": "proforma", "unit": "text", "from": kit.day("01-01")}


def test_a_signed_form_counts_with_its_scan_where_the_policy_asks_for_it(tmp_path, folder):
    rows = kit.order()
    rows["orders"][0]["stage"] = "confirmed"
    tables = kit.tables(rows)
    assert [row for row in check_order(tables, kit.NO) if "no scan" in row.said.en] == []
    tables.commit([Change("policy", append=[FORMS_ASKED | {"source": "C-2.11"}])])
    [told] = [row for row in check_order(tables, kit.NO) if "no scan" in row.said.en]
    assert (told.severity, told.table, told.rule) == ("error", "proformas", "C-2.11")
    take_in(tables, folder, scan(tmp_path, "mail.txt"), kind="mail")
    assert [row for row in check_order(tables, kit.NO) if "no scan" in row.said.en] == [told]
    take_in(tables, folder, scan(tmp_path, "signed.pdf", b"signed"))
    assert [row for row in check_order(tables, kit.NO) if "no scan" in row.said.en] == []


def test_an_attachment_is_the_paper_that_an_lc_asks_for_when_its_note_says_so(tmp_path, folder):
    rows = kit.letter()
    rows["letters"][0]["documents"] = "Beneficiary's certificate"
    tables = kit.tables(rows)
    assert any("none of the known papers" in row.said.en for row in check_order(tables, kit.NO))
    note = "beneficiary's certificate"
    take_in(tables, folder, scan(tmp_path), form="letter", kind="paper", note=note)
    assert check_order(tables, kit.NO) == []


def test_all_attachments_go_into_the_archive_and_one_that_was_changed_stops_it(tmp_path, folder):
    tables = kit.tables(kit.order())
    done = take_in(tables, folder, scan(tmp_path))
    assert attached_files(tables, folder, kit.NO) == {done.file: b"%PDF-1.4 signed"}
    _changed(done.path)
    with pytest.raises(DataError, match="attachments of order SO-0001 are not in order"):
        attached_files(tables, folder, kit.NO)


# --- The archive's zip ----------------------------------------------------------------------------


def zipped(tmp_path, parts, sums=None):
    path = tmp_path / "SO-0001.zip"
    lines = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts:
            file.writestr(name, data)
        file.writestr("SHA256SUMS", "".join(lines) if sums is None else sums)
    return path


PARTS = [("rows.json", b"{}"), ("attachments/SO-0001/签字 PI.pdf", b"signed")]
OTHER = sha256(b"other").hexdigest()


@pytest.mark.parametrize(
    ("sums", "wrong"),
    [
        (None, []),
        (f"{sha256(b'{}').hexdigest()}  rows.json\n", ["is not in the list of digests"]),
        (
            f"{OTHER}  rows.json\n{sha256(b'signed').hexdigest()}  {PARTS[1][0]}\n",
            ['"rows.json" was changed'],
        ),
        (
            "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in PARTS)
            + f"{OTHER}  gone.pdf\n",
            ['"gone.pdf" is missing'],
        ),
    ],
)
def test_an_archive_is_compared_file_by_file(tmp_path, sums, wrong):
    path = zipped(tmp_path, PARTS, sums)
    found = verify_archive(path)
    assert found.digest == sha256(path.read_bytes()).hexdigest()
    assert len(found.wrong) == len(wrong)
    assert all(said in each.en for said, each in zip(wrong, found.wrong, strict=True))
    done = command("archive", "--verify", path)
    assert done.code == int(bool(wrong))


def test_any_byte_that_changes_in_the_zip_is_seen(tmp_path):
    whole = zipped(tmp_path, PARTS).read_bytes()
    at = whole.index(b"rows.json") + len(b"rows.json")
    spoiled = tmp_path / "spoiled.zip"
    for place in range(at, at + 4):
        spoiled.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert verify_archive(spoiled).wrong != ()


@pytest.mark.parametrize(
    ("data", "said"), [(b"no zip", "no sound zip"), (None, "there is no file")]
)
def test_what_is_no_archive_is_said(tmp_path, data, said):
    path = tmp_path / "x.zip"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FileError, match=said):
        verify_archive(path)


def test_a_zip_without_digests_is_no_archive(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a", "b")
    with pytest.raises(FileError, match="no archive of an order"):
        verify_archive(path)


@pytest.mark.parametrize("words", [(), ("2012-10",), ("--order", "SO-0279")], ids=str)
def test_check_looks_at_attachments_without_reading_the_workbook_again(monkeypatch, words):
    asked = []
    read = WorkbookFile._read_tables

    def counted(*given, **more):
        asked.append(given)
        return read(*given, **more)

    monkeypatch.setattr(WorkbookFile, "_read_tables", counted)
    assert cli.main(["check", str(PROJECT / "workbook" / "TradeDept.xlsm"), *words]) in (0, 1)
    assert len(asked) == 1
