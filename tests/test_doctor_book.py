"""`tradedept doctor BOOK`: what of one workbook and its place keeps people from using it, on real
files.
"""

import json
import os
import shutil
import socket
import zipfile
from pathlib import Path

import pytest
from commands import command
from test_cli import run, succeeds
from winregistry import Registry

from xlpy.files.locks import left_behind
from xlpy.install import bookfile
from xlpy.install.bookfile import EXCEL_LONGEST, checks
from xlpy.install.places import LINUX, MACOS, WINDOWS, Places

ROOT = Path(__file__).parent.parent
NEW, OLD = ROOT / "workbook" / "TradeDept.xlsm", ROOT / "tests" / "golden" / "layout-3.xlsm"
ALWAYS = ["place", "network", "length", "letters"]
FINAL = b"""<?xml version="1.0" encoding="UTF-8"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="_MarkAsFinal">
<vt:bool>%s</vt:bool></property></Properties>"""
FINAL_TYPE = (
    b'<Override PartName="/docProps/custom.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
WRITING = ["open", "writable", "rights", "backups"]


@pytest.fixture
def book(tmp_path):
    return Path(shutil.copyfile(NEW, tmp_path / "账 簿.xlsm"))


def places_of(system, home):
    return Places(system, home, home / "venv", home / "TradeDept")


def found(path, system=LINUX, registry=None, environment=None):
    """The rows of a workbook, key → row."""
    home = Path(path).parent if os.path.exists(path) else Path("/")
    rows = list(
        checks(str(path), places_of(system, home), environment or {}, registry or Registry())
    )
    assert len({row.key for row in rows}) == len(rows)
    assert [row.key for row in rows if not row.good and not (row.next.zh and row.next.en)] == []
    return {row.key: row for row in rows}


def bad(rows):
    return [key for key, row in rows.items() if not row.good]


def test_a_sound_workbook_has_every_row_in_place(book):
    rows = found(book)
    assert (bad(rows), list(rows)) == ([], ["file", "damage", "layout", *WRITING, *ALWAYS])
    assert rows["layout"].found == "4"


def test_the_command_shows_the_computer_and_the_workbook_and_one_next_step(tmp_path):
    book = shutil.copyfile(OLD, tmp_path / "旧 账.xlsm")
    code, out, _ = run("doctor", book, "--json")
    told = json.loads(out)
    assert (code, told["ready"], told["book"], told["next"]["key"]) == (
        1,
        False,
        str(book),
        "layout",
    )
    assert [row["key"] for row in told["of_book"] if not row["ok"]] == ["layout"]
    assert [row["key"] for row in told["checks"]][:2] == ["python", "packages"]
    code, out, _ = run("doctor", book)
    assert code == 1 and f"workbook: {book}" in out and out.count("✗") == 1
    assert "of_book" not in json.loads(run("doctor", "--json")[1])


def test_what_is_no_workbook_is_told_with_what_it_is(tmp_path):
    (tmp_path / "empty.xlsm").touch()
    (tmp_path / "text.xlsm").write_text("name,pay\n")
    with zipfile.ZipFile(tmp_path / "any.xlsm", "w") as archive:
        archive.writestr("a.txt", "a")
    told = {
        tmp_path / "none.xlsm": "There is no file",
        tmp_path: "is not a file",
        tmp_path / "empty.xlsm": "is an empty file",
        tmp_path / "text.xlsm": "is not an Excel workbook",
        tmp_path / "any.xlsm": "is not an Excel workbook",
        "/dev/zero": "is not a file",
        "https://contoso.sharepoint.com/a.xlsm": "address of the web",
        tmp_path / "text.xlsm" / "a.xlsm": "cannot be read",
        tmp_path / ("x" * 300 + ".xlsm"): "cannot be read",
    }
    for path, words in told.items():
        row = found(path)["file"]
        assert (row.good, row.needed, words in row.next.en) == (False, True, True), (path, row)
    assert bad(found("https://contoso.sharepoint.com/a.xlsm")) == ["file", "place"]


def test_damage_and_another_layout_are_told_by_part_and_number(book, tmp_path):
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        member = archive.getinfo("xl/styles.xml")
    data[member.header_offset + 400] ^= 0xFF
    book.write_bytes(data)
    rows = found(book)
    assert (rows["damage"].good, "xl/styles.xml" in rows["damage"].found) == (False, True)
    old = found(shutil.copyfile(OLD, tmp_path / "old.xlsm"))
    assert (bad(old), old["layout"].found, "tradedept upgrade" in old["layout"].next.en) == (
        ["layout"],
        "3",
        True,
    )


def test_a_workbook_that_others_have_open_is_told_with_the_program(book):
    (book.parent / f".~lock.{book.name}#").write_text(",li,pc,01.12.2012 10:00,file;")
    row = found(book)["open"]
    assert (row.good, row.needed, "LibreOffice" in row.next.en) == (False, False, True)


def processes(folder, *names):
    """A list of what runs, as Linux keeps one."""
    for at, name in enumerate(names, 100):
        (folder / str(at)).mkdir(parents=True)
        (folder / str(at) / "comm").write_text(f"{name}\n")
    return folder


def test_a_lock_that_a_crash_left_is_told_from_one_that_is_held(book, tmp_path):
    lock = book.parent / f".~lock.{book.name}#"
    idle = processes(tmp_path / "idle", "bash", "python3")
    busy = processes(tmp_path / "busy", "bash", "soffice.bin")
    assert left_behind(book, idle) == []
    lock.write_text(f",li,{socket.gethostname()},01.12.2012 10:00,file;")
    assert (left_behind(book, idle), left_behind(book, busy)) == ([lock.name], [])
    assert left_behind(book, tmp_path / "none") == []
    excel = book.with_name(f"~${book.name}")
    excel.touch()
    assert left_behind(book, idle) == [] or os.name == "nt"
    excel.unlink()
    lock.write_text(",li,another-pc,01.12.2012 10:00,file;")
    assert left_behind(book, idle) == []
    lock.write_bytes(b"\xff\x00")
    assert left_behind(book, idle) == []


def test_the_row_of_a_lock_that_a_crash_left_says_to_delete_it(book, tmp_path, monkeypatch):
    idle = processes(tmp_path / "idle", "bash")
    monkeypatch.setattr(bookfile, "left_behind", lambda path: left_behind(path, idle))
    lock = book.parent / f".~lock.{book.name}#"
    lock.write_text(f",li,{socket.gethostname()},01.12.2012 10:00,file;")
    row = found(book)["open"]
    assert (row.good, "crash" in row.next.en, lock.name in row.next.zh) == (False, True, True)


@pytest.mark.parametrize(("said", "rows"), [("true", ["final"]), ("1", ["final"]), ("false", [])])
def test_a_workbook_that_is_marked_as_final_is_told(book, said, rows):
    whole = book.with_name("final.xlsm")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    relation = f'<Relationship Id="rIdFinal" Type="{kind}" Target="docProps/custom.xml"/>'
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "_rels/.rels":
                end = b"</Relationships>"
                data = data.replace(end, relation.encode() + end, 1)
            if item.filename == "[Content_Types].xml":
                data = data.replace(b"</Types>", FINAL_TYPE + b"</Types>", 1)
            new.writestr(item, data)
        new.writestr("docProps/custom.xml", FINAL % said.encode())
    assert bad(found(whole)) == rows


def test_a_workbook_that_asks_to_be_opened_read_only_is_told(book):
    whole = book.with_name("asks.xlsm")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/workbook.xml":
                data = data.replace(
                    b"<workbookPr", b'<fileSharing readOnlyRecommended="1"/><workbookPr', 1
                )
            new.writestr(item, data)
    assert bad(found(whole)) == ["recommended"]


def test_rights_of_file_and_folder_are_told_apart(book, monkeypatch):
    real = os.access

    def denied(path):
        return lambda asked, mode: Path(asked) != path and real(asked, mode)

    monkeypatch.setattr(bookfile.os, "access", denied(book))
    assert bad(found(book)) == ["writable"]
    monkeypatch.setattr(bookfile.os, "access", denied(book.parent))
    assert bad(found(book)) == ["rights"]


def test_backups_are_counted_and_their_place_is_looked_at(book, monkeypatch):
    folder = book.with_name("账 簿.backups")
    folder.write_text("a file of that name")
    assert (bad(found(book)), "rename" in found(book)["backups"].next.en) == (["backups"], True)
    folder.unlink()
    folder.mkdir()
    for name in ("账 簿-20121201-080000.xlsm", "账 簿-20121202-080000-damaged.xlsm", "mine.xlsm"):
        (folder / name).touch()
    row = found(book)["backups"]
    assert (row.good, row.found.split(",")[0], "damaged 1" in row.found) == (
        True,
        "1 份 copies",
        True,
    )
    monkeypatch.setattr(
        bookfile.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 0)
    )
    assert (bad(found(book)), "make room" in found(book)["backups"].next.en) == (["backups"], True)


def test_a_cloud_is_told_by_each_systems_own_signs(book):
    inside = book.parent / "OneDrive - Contoso" / "a.xlsm"
    inside.parent.mkdir()
    shutil.copyfile(book, inside)
    assert bad(found(inside)) == ["place"]
    rows = found(book, WINDOWS, environment={"OneDrive": str(book.parent)})
    assert bad(rows) == ["place"]


def test_a_marked_workbook_is_in_protected_view_unless_its_folder_is_trusted(book):
    Path(f"{book}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    rows = found(book, WINDOWS)
    assert (bad(rows), rows["protected"].found) == (["mark", "protected"], "ZoneId=3")
    excel = r"Software\Microsoft\Office\16.0\Excel"
    folders = excel + r"\Security\Trusted Locations"
    registry = Registry(excel, folders, folders + r"\Location9")
    registry.keys[folders + r"\Location9"] = {"Path": f"{book.parent}\\", "AllowSubfolders": 1}
    assert bad(found(book, WINDOWS, registry)) == ["mark"]
    assert "protected" not in found(book, MACOS)


def test_a_path_that_excel_or_a_backup_cannot_have_is_told(book, tmp_path):
    deep = tmp_path.joinpath(*["文件夹" * 12] * 7)
    deep.mkdir(parents=True)
    long = Path(shutil.copyfile(book, deep / "a.xlsm"))
    assert len(str(long)) > EXCEL_LONGEST
    assert (bad(found(long)), bad(found(long, MACOS)), found(long, MACOS)["length"].needed) == (
        [],
        ["length"],
        False,
    )
    named = Path(shutil.copyfile(book, tmp_path / ("账" * 80 + ".xlsm")))
    assert (bad(found(named)), found(named)["length"].needed) == (["length"], True)
    bracket = Path(shutil.copyfile(book, tmp_path / "a[1].xlsm"))
    assert (bad(found(bracket)), found(bracket)["letters"].found) == (["letters"], "[ ]")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are no text")
def test_a_name_that_is_no_text_is_told_without_failing(book):
    odd = os.fsencode(book.parent) + b"/\xff\xfe.xlsm"
    shutil.copyfile(book, odd)
    rows = found(os.fsdecode(odd))
    assert bad(rows) == ["letters"]
    done = command("doctor", os.fsdecode(odd), "--json")
    assert json.loads(done.out)["of_book"][-1]["ok"] is False


def test_the_computers_own_rows_stay_as_they_were():
    told = json.loads(succeeds("doctor", "--json"))
    assert list(told) == ["ready", "checks", "next"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_names_every_row(book, language):
    page = (ROOT / "docs" / language / "where-files-live.md").read_text("utf-8")
    mac, windows = found(book, MACOS), found(book, WINDOWS)
    computer = (
        "cloud",
        "mark",
        "protected",
        "trust",
        "policy",
        "defender",
        "bits",
        "edition",
        "wps",
        "font",
        "chinese",
    )
    assert [
        key for key in {*mac, *windows, *computer, "recommended"} if f"`{key}`" not in page
    ] == []
