"""`open_book` starts LibreOffice with the extension; what is missing is said in a sentence."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from filekit import parts, rewrite
from lo import AS_SHIPPED
from office import absent

from xlpy.core.issues import FileError
from xlpy.libreoffice import launcher
from xlpy.libreoffice.launcher import install, open_and_wait, open_book
from xlpy.programs import libreoffice as office


@pytest.fixture(scope="module")
def program():
    try:
        return office.ready()
    except FileError as missing:
        absent(f"{missing.en} The launcher was NOT tested")


@pytest.fixture(scope="module")
def installed(program, tmp_path_factory):
    """A profile in which the extension was installed, while the user's desktop is told to use a
    screen that there is not; whoever opens something in it takes a copy.
    """
    profile = tmp_path_factory.mktemp("installed") / "profile"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DISPLAY", raising=False)
        patch.setenv("SAL_USE_VCLPLUGIN", "gen")
        assert install(program, profile) is True
    return profile


def processes(pid):
    """A process and all that it started."""
    children = [
        child
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [pid, *(each for child in children for each in processes(int(child)))]


def settle(pid):
    """Wait until a process and all that it started have nothing left to do: what opening sets
    going is over.
    """
    until, worked, still = time.monotonic() + 60, -1, 0
    while still < 3 and time.monotonic() < until:
        time.sleep(1)
        stats = [
            Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            for each in processes(pid)
        ]
        # Hundredths of a second that they computed, of their own and in the kernel.
        now = sum(int(stat[11]) + int(stat[12]) for stat in stats)
        still, worked = still + 1 if now <= worked + 1 else 0, now
    assert still == 3


@contextmanager
def shown(book, profile):
    """A workbook open in LibreOffice with the extension; what its processes have loaded.

    Without a screen LibreOffice draws nowhere; that it has the workbook open is told by its lock
    file.
    """
    started = open_book(book, profile)
    try:
        lock = book.parent / f".~lock.{book.name}#"
        until = time.monotonic() + 60
        while not lock.exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert lock.exists()
        settle(started.pid)
        yield "".join(Path(f"/proc/{pid}/maps").read_text() for pid in processes(started.pid))
    finally:
        # It has a group of processes of its own.
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(60)


def imported(profile, package):
    """Whether Python imported something of a package of ours: it leaves compiled files."""
    return any(compiled(profile, package))


def compiled(profile, package="**"):
    """The folders of compiled files of a package of ours, or of all."""
    return list(profile.rglob(f"xlpy/{package}/__pycache__"))


def without_functions(sheet):
    """A sheet with the values of our functions and without their formulas."""
    return re.sub(rb"<f>[^<]*\bTD_\w+\([^<]*</f>", b"", sheet)


def test_a_workbook_is_opened_with_the_extension_and_starts_no_python(
    program, tmp_path, monkeypatch
):
    """The shipped workbook without the formulas of What if: nothing else of it, nor menu, toolbar,
    jobs needs it.
    """
    book, profile = shutil.copyfile(AS_SHIPPED, tmp_path / "TradeDept.xlsm"), tmp_path / "profile"
    rewrite(
        book,
        dict.fromkeys(
            [name for name in parts(book) if "worksheets/sheet" in name], without_functions
        ),
    )
    assert b"TD_" not in b"".join(
        data for name, data in parts(book).items() if "worksheets/" in name
    )
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "svp")
    with shown(book, profile) as loaded:
        assert ("libsclo" in loaded, "libpython" in loaded) == (True, False)
    assert (profile / "user" / "uno_packages" / "cache" / "uno_packages").is_dir()
    assert install(program, profile) is False


def test_the_shipped_workbook_is_opened_and_no_function_is_called(installed, tmp_path, monkeypatch):
    """LibreOffice asks the extension what a function takes as soon as a formula in a file names
    one, and that part is Python. It gets the declaration; the functions themselves are not even
    imported.
    """
    book = shutil.copyfile(AS_SHIPPED, tmp_path / "TradeDept.xlsm")
    profile = shutil.copytree(installed, tmp_path / "profile")
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "svp")
    for folder in compiled(profile):
        shutil.rmtree(folder)
    with shown(book, profile) as loaded:
        assert "libsclo" in loaded
        assert (imported(profile, "libreoffice/component"), imported(profile, "functions")) == (
            True,
            False,
        )


def test_the_command_opens_a_workbook_and_says_in_which_program(program, tmp_path):
    """A second `open` is refused: it is open. The user's own settings of LibreOffice are left
    alone.
    """
    book, home = shutil.copyfile(AS_SHIPPED, tmp_path / "TradeDept.xlsm"), tmp_path / "home"
    home.mkdir()
    given = os.environ | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    command = [sys.executable, "-m", "xlpy", "open", book, "--json"]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, env=given) for _ in range(2)
    )
    profile = tmp_path / "data" / "TradeDept" / "libreoffice"
    try:
        expected = {"book": str(book), "program": "LibreOffice", "notes": []}
        assert (first.returncode, json.loads(first.stdout)) == (0, expected), first.stderr
        assert (second.returncode, "is open" in second.stderr) == (3, True)
        assert not (home / ".config" / "libreoffice").exists()
    finally:
        for pid in offices(profile):
            os.kill(pid, signal.SIGTERM)


def offices(profile):
    """The LibreOffices that run with a folder of settings."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"UserInstallation={profile.as_uri()}".encode() in each.read_bytes():
                yield int(each.parent.name)


def test_a_libreoffice_that_ends_at_once_is_said(program, tmp_path, monkeypatch):
    book = shutil.copyfile(AS_SHIPPED, tmp_path / "TradeDept.xlsm")
    ending = tmp_path / "soffice"
    ending.write_text("#!/bin/sh\nexit 77\n")
    ending.chmod(0o755)
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "svp")
    monkeypatch.setattr(launcher, "ready", lambda: ending)
    monkeypatch.setattr(launcher, "install", lambda *_: False)
    with pytest.raises(FileError, match="code 77"):
        open_and_wait(book, tmp_path / "profile")


def test_the_extension_is_installed_whatever_screen_the_users_desktop_is_told_to_use(
    program, installed
):
    assert install(program, installed) is False


def test_the_extension_is_compiled_when_it_is_installed(installed):
    """Else the first button would compile what it imports."""
    sources = list(installed.rglob("uno_packages/**/xlpy/**/*.py"))
    assert sources
    for source in sources:
        assert list(source.parent.glob(f"__pycache__/{source.stem}.*.pyc")), source


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileError, match="no file"):
        open_book(tmp_path / "none.xlsm")


def test_without_libreoffice_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(office, "soffice", lambda: None)
    with pytest.raises(FileError, match=r"25\.2"):
        office.ready()


def test_an_old_libreoffice_is_refused_with_its_version(monkeypatch, program):
    monkeypatch.setattr(office, "version", lambda _: (7, 4, 7))
    with pytest.raises(FileError, match=r"7\.4\.7"):
        office.ready()


def test_a_libreoffice_without_python_is_refused(monkeypatch, program):
    monkeypatch.setattr(office, "own_python", lambda _: None)
    with pytest.raises(FileError, match="python3-uno"):
        office.ready()


def test_an_extension_that_cannot_be_installed_is_said(monkeypatch, program, tmp_path):
    monkeypatch.setattr(launcher, "_SECONDS", 60)
    monkeypatch.setattr("xlpy.libreoffice.extension.package.extension", lambda _: b"no extension")
    with pytest.raises(FileError, match="not installed"):
        install(program, tmp_path / "profile")
