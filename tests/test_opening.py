"""`tradedept open`: which program is taken, and what is refused before one is started. LibreOffice
itself is asked in
`test_libreoffice_launcher.py`; Excel is not here, so that it is called is all that can be seen.
"""

import os
import shutil
from pathlib import Path

import pytest

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.documents.pdf import not_printed
from xlpy.install import opening
from xlpy.install.check import Check
from xlpy.install.doctor import Diagnosis
from xlpy.install.opening import open_book
from xlpy.install.places import LINUX, MACOS, WINDOWS, Places
from xlpy.libreoffice import launcher
from xlpy.programs import libreoffice as office

ROOT = Path(__file__).parent.parent


@pytest.fixture
def book(tmp_path):
    return Path(shutil.copyfile(ROOT / "workbook" / "TradeDept.xlsm", tmp_path / "账 簿.xlsm"))


def user_of(system, home):
    return Places(system, home, home / "venv", home / "TradeDept")


def check(key, good):
    said, step = Text(f"{key} 中", key), Text(f"先{key}", f"first {key}")
    return Check(key, said, good, "", step)


def found(monkeypatch, **checks):
    """What the doctor of a system that is not this one finds."""
    made = Diagnosis(tuple(check(key, good) for key, good in checks.items()))
    monkeypatch.setattr(opening, "doctor", lambda where: made)


@pytest.fixture
def started(monkeypatch, tmp_path):
    """The files that Excel was started with, on Windows and on macOS."""
    calls, tools = tmp_path / "calls", tmp_path / "tools"
    tools.mkdir()
    (tools / "open").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{calls}"\n')
    (tools / "open").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    monkeypatch.setattr(os, "startfile", lambda path: calls.write_text(f"{path}\n"), raising=False)
    return lambda: calls.read_text().splitlines() if calls.exists() else []


def without_libreoffice(monkeypatch):
    monkeypatch.setattr(office, "soffice", lambda: None)


def test_on_windows_excel_is_started_by_the_registered_application(monkeypatch, book, started):
    found(monkeypatch, excel=True, environment=True, trust=True)
    opened = open_book(book, user_of(WINDOWS, book.parent))
    assert (opened.program, started()) == ("Excel", [str(book)])
    assert "trusted folder" in opened.notes[0][1]


def test_a_workbook_in_the_trusted_folder_needs_no_word(monkeypatch, book, started):
    where = user_of(WINDOWS, book.parent)
    where.workbooks.mkdir()
    found(monkeypatch, excel=True)
    assert open_book(shutil.copy(book, where.workbooks), where).notes == ()


def test_on_macos_excel_is_started_by_name(monkeypatch, book, started):
    found(monkeypatch, excel=True, script=True)
    opened = open_book(book, user_of(MACOS, book.parent))
    assert (opened.program, started()) == ("Excel", ["-a", "Microsoft Excel", str(book)])


def test_an_excel_that_is_not_ready_is_not_started_and_the_one_next_step_is_said(
    monkeypatch, book, started
):
    found(monkeypatch, excel=True, environment=False, trust=False)
    with pytest.raises(FileError, match="Next: first environment") as refused:
        open_book(book, user_of(WINDOWS, book.parent))
    assert ("先environment" in refused.value.zh, started()) == (True, [])


def test_without_excel_and_libreoffice_the_next_step_is_excel(monkeypatch, book, started):
    without_libreoffice(monkeypatch)
    found(monkeypatch, excel=False, environment=False)
    with pytest.raises(FileError, match="Next: first excel"):
        open_book(book, user_of(MACOS, book.parent))
    assert started() == []


def test_on_linux_without_libreoffice_it_is_said_what_to_install(monkeypatch, book):
    without_libreoffice(monkeypatch)
    with pytest.raises(FileError, match=r"25\.2") as refused:
        open_book(book, user_of(LINUX, book.parent))
    assert refused.value.exit_code == 3


def test_without_a_screen_nothing_is_started(monkeypatch, book):
    monkeypatch.setattr(launcher, "ready", lambda: Path("soffice"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SAL_USE_VCLPLUGIN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FileError, match="DISPLAY"):
        open_book(book, user_of(LINUX, book.parent), book.parent / "profile")
    assert not (book.parent / "profile").exists()


def test_a_workbook_that_somebody_has_open_is_refused_with_who(book):
    book.with_name(f".~lock.{book.name}#").write_text("李华,li,pc,,;")
    with pytest.raises(FileError, match="李华 in LibreOffice"):
        open_book(book)


@pytest.mark.parametrize("what", ["no file", "no workbook", "another program's workbook"])
def test_what_is_no_workbook_of_ours_is_refused_as_every_command_does(what, book):
    if what == "no file":
        book.unlink()
    elif what == "no workbook":
        book.write_bytes(b"PK\x03\x04 and then nothing")
    else:
        from xlsxwriter import Workbook

        with Workbook(book) as made:
            made.add_worksheet("their own")
    with pytest.raises(FileError) as refused:
        open_book(book)
    assert book.name in refused.value.zh and book.name in refused.value.en


JAVA = "Warning: failed to launch javaldx - java may not function correctly"
NOISE = [
    JAVA,
    "(soffice:4711): Gtk-WARNING **: 10:11:12.131: Theme parsing error: gtk.css:1:1",
    'Fontconfig warning: "/etc/fonts/fonts.conf", line 5: unknown element',
    "MESA: error: ZINK: failed to choose pdev",
    "",
]


@pytest.mark.parametrize("noise", NOISE)
def test_what_libreoffice_says_of_itself_is_not_told_as_a_reason(noise):
    real = "Error: source file could not be loaded"
    assert office.complaint(f"{real}\n{noise}\n") == office.complaint(f"{noise}\n{real}\n") == real
    assert office.complaint(f"{noise}\n{JAVA}\n") == ""
    told = not_printed(Path("a.pdf"), noise)
    assert "javaldx" not in str(told) and "gave no reason" in told.en
