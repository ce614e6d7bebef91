"""LibreOffice prints in a copy of the profile that an earlier run left, and in a new one where that
fails.
"""

import shutil
from pathlib import Path

import pytest
from filekit import put, rewrite

from xlpy.build.book import PAYSLIP
from xlpy.build.workbook import new_book
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES
from xlpy.documents import pdf
from xlpy.documents.pdf import to_pdf
from xlpy.files.opened import open_package
from xlpy.libreoffice.statements import _bare_copy
from xlpy.ooxml.package import Package
from xlpy.programs import libreoffice as office

PROGRAM = """#!/bin/sh
profile=${1#-env:UserInstallation=file://}
echo "$profile" >> "$(dirname "$0")/profiles"
[ -e "$profile/spoilt" ] && exit 1
[ -e "$profile" ] && echo as it was left >> "$(dirname "$0")/profiles"
mkdir -p "$profile" "$7" && echo made > "$profile/settings" && touch "$7/Book.pdf"
"""
"""What stands in for LibreOffice: notes its profile, and fails where that is spoilt."""
TITLES = "_xlnm.Print_Titles"
"""The name of the rows that a sheet repeats on each page."""


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """Where the profile is kept."""
    program = tmp_path / "soffice"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "soffice", lambda: program)
    monkeypatch.setattr(office, "user_profile", lambda: tmp_path / "home" / "libreoffice")
    return tmp_path / "home" / "printing"


def printed(tmp_path) -> list[str]:
    """What the program noted while it printed a workbook."""
    notes = tmp_path / "profiles"
    notes.unlink(missing_ok=True)
    assert to_pdf([tmp_path / "Book.xlsx"], tmp_path) == [tmp_path / "Book.pdf"]
    return notes.read_text().splitlines()


def test_the_first_run_leaves_its_profile_for_the_next_which_takes_a_copy(kept, tmp_path):
    assert len(printed(tmp_path)) == 1 and (kept / "settings").read_text() == "made\n"
    profile, how = printed(tmp_path)
    assert how == "as it was left" and profile != str(kept)
    assert [path.name for path in kept.parent.iterdir()] == ["printing"]


def test_where_the_kept_profile_fails_a_new_one_is_taken_and_kept(kept, tmp_path):
    kept.mkdir(parents=True)
    (kept / "spoilt").touch()
    assert len(printed(tmp_path)) == 2
    assert [path.name for path in kept.iterdir()] == ["settings"]


def test_where_none_can_be_kept_each_run_starts_in_a_new_one(kept, tmp_path):
    kept.parent.write_text("a file where the folder would be")
    assert len(printed(tmp_path)) == len(printed(tmp_path)) == 1


def test_what_cannot_be_printed_in_a_new_profile_either_is_told(kept, tmp_path, monkeypatch):
    Path(tmp_path, "soffice").write_text("#!/bin/sh\necho the disk is full >&2\n")
    with pytest.raises(FileError, match="the disk is full"):
        to_pdf([tmp_path / "Book.xlsx"], tmp_path)
    assert not kept.exists()


def names_of(package: Package) -> list[tuple[str, str]]:
    """The names of a workbook, and what each means."""
    elements = package.elements(package.workbook)
    return [(e.attributes["name"], e.text) for e in elements if e.name == "definedName"]


def test_statements_are_printed_from_a_copy_with_the_pictures_of_their_own_sheets_alone(tmp_path):
    """A person's picture on the sheet of the pay statements is printed, and so are the rows that it
    repeats on each page; charts and such rows elsewhere, macros and what they take are left out of
    the copy, not out of the workbook.
    """
    book, copy = tmp_path / "Book.xlsm", tmp_path / "Copy.xlsm"
    new_book(book, demo=True)
    with open_package(book) as package:
        at, own = next((at, s.part) for at, s in enumerate(package.sheets) if s.name == PAYSLIP)
        charts = [s.part for s in package.sheets if b"<drawing " in package.data(s.part)]
        table = next(s.part for s in package.sheets if s.name == TABLES["receipts"].sheet)
    assert charts and own not in charts
    picture = b'<drawing r:id="rId99"/></worksheet>'
    rows = f"'{PAYSLIP}'!$1:$2"
    title = f'<definedName name="{TITLES}" localSheetId="{at}">{rows}</definedName>'
    edits = {
        own: lambda data: data.replace(b"</worksheet>", picture),
        "xl/workbook.xml": put("</definedNames>", f"{title}</definedNames>"),
    }
    rewrite(book, edits)
    before = shutil.copyfile(book, tmp_path / "Before.xlsm").read_bytes()
    _bare_copy(book, copy, (), blank=False)
    with open_package(book) as package, open_package(copy) as bare:
        assert picture in bare.data(own)
        assert not any(b"<drawing " in bare.data(part) for part in charts)
        assert bare.data(table) == package.data(table)
        kinds = {each.kind for each in bare.relationships(bare.workbook)}
        assert {each.kind for each in package.relationships(package.workbook)} - kinds == {
            "vbaProject"
        }
        names, left = names_of(package), names_of(bare)
        assert len([name for name, _ in names if name == TITLES]) > 100
        assert left == [each for each in names if each[0] != TITLES or each[1] == rows]
        assert left[-1] == (TITLES, rows)
    assert book.read_bytes() == before
