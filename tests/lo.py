"""One LibreOffice with the extension, for all tests of a run: started by the first that asks,
ended with the run.
"""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from filekit import rewrite
from office import absent

from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.libreoffice.extension.package import extension
from xlpy.programs.libreoffice import clean_environment, make_profile, own_python, ready

HERE = Path(__file__).parent
AS_SHIPPED = HERE.parent / "workbook" / "TradeDept.xlsm"
_TITLES = re.compile(rb"<definedName [^>]*_xlnm\.Print_Titles[^>]*>[^<]*</definedName>")


def without_print_titles(data: bytes) -> bytes:
    """The part `xl/workbook.xml` without the rows that each printed page repeats.

    LibreOffice takes half of an opening for them: for each such name it breaks all sheets into
    pages anew. No figure, button or save depends on them.
    """
    return _TITLES.sub(b"", data)


def quick(source: Path, copy: Path) -> Path:
    """A copy of a workbook without its print titles, which LibreOffice opens in half the time."""
    return rewrite(Path(shutil.copyfile(source, copy)), {"xl/workbook.xml": without_print_titles})


SHIPPED = quick(AS_SHIPPED, Path(tempfile.mkdtemp(prefix="tradedept-")) / AS_SHIPPED.name)
"""The shipped workbook but for its print titles: one copy for all of a run. Where a user's window
is tested, it is `AS_SHIPPED`.
"""
atexit.register(shutil.rmtree, SHIPPED.parent, ignore_errors=True)


def rows_of(path):
    """Every column of every table of a file."""
    tables = WorkbookFile(path).read(TABLES)
    return {
        (key, column): list(values)
        for key, raw in tables.items()
        for column, values in raw.columns.items()
    }


class Driver:
    """Asks the driver; each method of the driver is a method here."""

    gone = False
    """Whether its LibreOffice ended by itself, as a test's failure showed."""

    def __init__(self, program, home):
        # Errors of the driver itself (not of what is asked) go to the terminal.
        self.driver = subprocess.Popen(
            [own_python(program), "-u", HERE / "lo_driver.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            # What buttons note about a user goes into a folder of its own.
            env=clean_environment() | {"TRADEDEPT_HOME": str(home)},
        )

    def __getattr__(self, name):
        def ask(**arguments):
            self.driver.stdin.write(json.dumps({"do": name, **arguments}) + "\n")
            self.driver.stdin.flush()
            line = self.driver.stdout.readline()
            self.gone = not line
            assert line, f"LibreOffice or its driver ended while it was asked to {name}"
            answer = json.loads(line)
            self.gone = answer.get("ended", False)
            assert "failed" not in answer, answer["failed"]
            return answer["ok"]

        return ask

    def end(self):
        """Let the driver go, which ends the LibreOffice that it started."""
        self.driver.stdin.close()
        try:
            self.driver.wait(60)
        except subprocess.TimeoutExpired:
            self.driver.kill()
            self.driver.wait()
        self.driver.stdout.close()


class LibreOffice(Driver):
    """A LibreOffice without a window, with the extension in a profile of its own, and its
    driver.
    """

    def __init__(self, program, folder, packed=None):
        """`packed`: the extension's bytes, where they are not those that a user gets.

        A profile in the folder is that of one that crashed, which has the extension.
        """
        super().__init__(program, folder / "home")
        self.folder = folder
        atexit.register(self.end)
        profile = folder / "profile"
        if profile.exists():
            self.process = self.start(program=str(program), profile=str(profile))
            return
        make_profile(profile)
        package = folder / "tradedept.oxt"
        package.write_bytes(packed or extension(sys.executable))
        self.process = self.start(
            program=str(program), profile=str(profile), extension=str(package)
        )

    def leave(self):
        """Let the driver go, and LibreOffice if it is still there; what another one may begin
        with stays.
        """
        super().end()
        if self.driver.returncode:
            # It went without ending LibreOffice.
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)

    def end(self):
        """End it for good."""
        self.leave()
        shutil.rmtree(self.folder, ignore_errors=True)


_AGAIN = []
"""The shipped workbook that is open for many tests, once a test asked for it."""


def again():
    """The shipped workbook, open in a window that nobody sees, as it was shipped, whatever tests
    did to it before.

    It lies in a folder of its own. What cannot be put back is opened anew.
    """
    if _AGAIN:
        if libreoffice().put_back(book=str(_AGAIN[0])):
            return _AGAIN[0]
        _let_go()
    _AGAIN.append(
        shutil.copyfile(SHIPPED, Path(tempfile.mkdtemp(prefix="tradedept-")) / SHIPPED.name)
    )
    libreoffice().open_book(path=str(_AGAIN[0]), hidden=False)
    libreoffice().keep(book=str(_AGAIN[0]))
    return _AGAIN[0]


def _let_go():
    while _AGAIN:
        book = _AGAIN.pop()
        libreoffice().close_book(book=str(book))
        shutil.rmtree(book.parent, ignore_errors=True)


_RUNNING = []
"""The one LibreOffice, once a test asked for it."""
_LEFT = []
"""The folder of one that crashed: the next one begins in its profile, as a user's does."""


def libreoffice():
    """The one LibreOffice. Where CI runs, its absence fails."""
    if not _RUNNING:
        try:
            program = ready()
        except FileError as missing:
            absent(f"{missing.en} The functions and buttons in LibreOffice were NOT tested")
        folder = _LEFT.pop() if _LEFT else Path(tempfile.mkdtemp(prefix="tradedept-lo-"))
        _RUNNING.append(LibreOffice(program, folder))
        # Before LibreOffice is ended: it would ask about what is not saved.
        atexit.register(lambda: crashed() or _let_go())
    return _RUNNING[0]


def crashed():
    """Whether the one LibreOffice ended by itself."""
    return bool(_RUNNING) and _RUNNING[0].gone


def let_go_of_crashed():
    """Forget the LibreOffice that crashed; the next that asks gets another."""
    while _AGAIN:
        shutil.rmtree(_AGAIN.pop().parent, ignore_errors=True)
    crashed = _RUNNING.pop()
    with suppress(BrokenPipeError):
        crashed.leave()
    _LEFT.append(crashed.folder)
