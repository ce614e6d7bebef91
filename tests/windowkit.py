"""A screen that nobody sees, a window manager, and LibreOffice in it: keys and mouse as a person
uses them.

What a test waits for is asked of LibreOffice and of the screen, never of the clock; the clock only
ends what hangs.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

from lo import Driver
from office import absent, needed

from xlpy.actions.buttons import BUTTONS
from xlpy.core.issues import FileError
from xlpy.desk.buttons import TAB
from xlpy.ooxml.letters import column_number
from xlpy.programs.libreoffice import make_profile, ready

SIZE = "1600x1000x24"
SECONDS = float(os.environ.get("TRADEDEPT_WINDOW_SECONDS", "300"))
"""After how long what was waited for is taken never to come; on a busy machine opening takes a
minute.
"""
_KEYS = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
<keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
</openbox_config>
"""
"""A window manager that takes no keys from the program but the one that closes a window."""
_ACCEPT = """<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupConnectionURL" oor:op="fuse">
<value>pipe,name={};urp;StarOffice.ComponentContext</value></prop></item>
</oor:items>"""  # noqa: E501
_LABELS = {button.key: button.label for button in BUTTONS}


def wait(what, until):
    """What `until` gives as soon as it gives something; it fails with `what` when that does not
    come.
    """
    end = time.monotonic() + SECONDS
    while not (found := until()):
        assert time.monotonic() < end, f"waited {SECONDS:.0f} s for {what}"
        time.sleep(0.05)
    return found


class Screen:
    """Xvfb with a window manager. Use it with `with`. Without them the test says so."""

    def __enter__(self):
        self.programs = {
            name: needed(name, "LibreOffice's window")
            for name in ("Xvfb", "openbox", "xdotool", "import")
        }
        self.folder = Path(tempfile.mkdtemp(prefix="tradedept-screen-"))
        self.started = []
        read, write = os.pipe()
        # It looks for a free number itself, and tells it.
        server = ("-displayfd", write, "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset")
        self._start(self.programs["Xvfb"], *server, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "Xvfb ended instead of showing a screen"
        # xdotool types Chinese only where the system knows letters beyond the first 128.
        self.environment = os.environ | {
            "DISPLAY": f":{number}",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder),
        }
        self.environment.pop("WAYLAND_DISPLAY", None)
        keys = self.folder / "rc.xml"
        keys.write_text(_KEYS, encoding="utf-8")
        self._start(self.programs["openbox"], "--config-file", keys, env=self.environment)
        return self

    def _start(self, *command, **options):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.started.append(subprocess.Popen(list(map(str, command)), **quiet, **options))

    def __exit__(self, *_):
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def tool(self, *words):
        """What xdotool says, line by line; nothing when it found nothing."""
        command = [self.programs["xdotool"], *map(str, words)]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.splitlines()

    def picture(self, path):
        """Put a picture of the whole screen into a file."""
        command = [self.programs["import"], "-window", "root", path]
        subprocess.run(command, env=self.environment, capture_output=True, check=False, timeout=60)

    def in_front(self):
        """The title of the window in front once it takes the keys; until then nothing.

        The window manager has a window in front before the program, when it is busy, lets it take
        the keys: what is pressed in between goes to the window behind, which a dialog keeps from
        hearing it.
        """
        titles = self.tool("getactivewindow", "getwindowname", "getwindowfocus", "getwindowname")
        return titles[0] if len(titles) == 2 and len(set(titles)) == 1 else ""


class Window:
    """LibreOffice in a window, in a profile of its own."""

    def __init__(self, screen, folder):
        try:
            self.program = ready()
        except FileError as missing:
            absent(f"{missing.en} LibreOffice's window was NOT tested")
        self.screen, self.home = screen, folder / "home"
        self.pipe = f"tradedept{uuid.uuid4().hex}"
        self.environment = screen.environment | {
            "XDG_DATA_HOME": str(folder / "data"),
            "TRADEDEPT_HOME": str(self.home),
            # Plain X: the toolkits of desktops differ from machine to machine.
            "SAL_USE_VCLPLUGIN": "gen",
        }
        self.profile = folder / "data" / "TradeDept" / "libreoffice"
        make_profile(self.profile)
        settings = self.profile / "user" / "registrymodifications.xcu"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(
            text.replace("</oor:items>", _ACCEPT.format(self.pipe)), encoding="utf-8"
        )
        self.driver = None

    # --- From open to closed ----------------------------------------------------------------------

    def open(self, book):
        """Show a workbook by the command, and wait until it takes keys."""
        command = [sys.executable, "-m", "xlpy", "open", book, "--json"]
        done = subprocess.run(
            list(map(str, command)),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.book, self.title = str(book), f"{book.name} — LibreOffice Calc"
        self.driver = Driver(self.program, self.home)
        wait("LibreOffice to answer", lambda: self.driver.attach(pipe=self.pipe))
        wait("the workbook's window", lambda: self.driver.take(path=self.book))
        wait("the window to be in front", lambda: self.screen.in_front() == self.title)

    def close(self):
        """Close the window as a person does, by its key, and wait until LibreOffice has ended."""
        self._let_go()
        self.keys("alt+F4")
        wait(f"LibreOffice to end, not “{self.screen.in_front()}”", lambda: not self.processes())

    def leave(self):
        """Close the window as `close` does, and let go of what is not saved when LibreOffice
        asks.
        """
        self._let_go()
        self.keys("alt+F4")
        self.dialog("Save Document?", key="alt+n")
        wait("LibreOffice to end", lambda: not self.processes())

    def _let_go(self):
        """LibreOffice does not end while somebody speaks to it, nor hear its key in the midst of a
        save.
        """
        self.driver.settle(book=self.book)
        self.driver.end()
        self.driver = None
        wait("the window to be in front", lambda: self.screen.in_front() == self.title)

    def end(self):
        """Let nothing of it stay."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.driver:
            with suppress(Exception):
                self.driver.end()

    def processes(self):
        """The processes that run with this profile."""
        mark, found = f"UserInstallation={self.profile.as_uri()}".encode(), []
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if mark in line.read_bytes():
                    found.append(int(line.parent.name))
        return found

    # --- What a person does -----------------------------------------------------------------------

    def keys(self, *names):
        """Press keys, one after the other."""
        self.screen.tool("key", "--clearmodifiers", "--delay", "30", *names)

    def type(self, text):
        """Type a text."""
        self.screen.tool("type", "--clearmodifiers", "--delay", "30", text)

    def go(self, sheet, cell):
        """Go to a cell, the last step by a key: a cell selected from outside is a marked block,
        which Tab stays in.
        """
        letters, row = split(cell)
        self.driver.select(book=self.book, sheet=sheet, area=f"{letters}{row + 1}")
        wait("the window to be in front", lambda: self.screen.in_front() == self.title)
        self.keys("Up")
        place = f"${letters}${row}"
        wait(f"{cell} to be selected", lambda: self.driver.selected(book=self.book).endswith(place))

    def enter(self, sheet, cell, *texts):
        """Type texts into cells side by side, and leave the last by Enter; each is taken before
        the next comes.
        """
        self.go(sheet, cell)
        for at, text in enumerate(texts, 1):
            before = self.driver.selected(book=self.book)
            self.type(text)
            self.keys("Tab" if at < len(texts) else "Return")
            wait(
                f"“{text}” to be taken",
                lambda before=before: self.driver.selected(book=self.book) != before,
            )

    def place(self, cell):
        """Where a cell of the sheet in front stands on the screen, as far as it is in view: left,
        top, width and height; no width where the window does not reach it.
        """
        letters, row = split(cell)
        return self.driver.cell_place(
            book=self.book, row=row - 1, column=column_number(letters) - 1
        )

    def click(self, sheet, cell):
        """Click a cell with the mouse, once."""
        self.go(sheet, cell)
        left, top, width, height = self.place(cell)
        self.screen.tool("mousemove", left + width // 2, top + height // 2, "click", 1)

    def selected(self):
        """The cells that are selected, with their sheet."""
        return self.driver.selected(book=self.book)

    def read(self, sheet, area):
        """What cells hold, row by row."""
        return self.driver.read(book=self.book, places=[[sheet, area]])[0]

    def press(self, button):
        """Choose a button in the menu, with the mouse."""
        label = _LABELS[button]
        for name in (TAB, label):
            left, top, width, height = wait(
                f"the menu's “{name}”", lambda name=name: self._place(name)
            )
            self.screen.tool("mousemove", left + width // 2, top + height // 2, "click", 1)

    def _place(self, name):
        [found] = self.driver.places(book=self.book, names=[name])
        return found if found and found[2] and found[3] else None

    def dialog(self, title, *texts, key="Return"):
        """Wait for a window of that title, type into it and leave it by a key."""
        wait(
            f"the window “{title}”, not “{self.screen.in_front()}”",
            lambda: self.screen.in_front() == title,
        )
        before = self.screen.tool("getactivewindow")
        for text in texts:
            self.keys("ctrl+a")
            self.type(text)
        self.keys(key)
        wait(f"the window “{title}” to go", lambda: self.screen.tool("getactivewindow") != before)

    def save(self):
        """Save by the key, and wait until the workbook's file is written and nothing is left to
        save.
        """
        self.keys("ctrl+s")
        wait("the workbook to be saved", lambda: self.driver.modified(book=self.book) is False)

    def save_in_part(self, words):
        """Save by the key, and wait until what was not saved is told in those words."""
        self.keys("ctrl+s")
        wait(f"“{words}”", lambda: any(words in text for text in self.driver.said()))

    def answer(self, button, *texts, key="Return"):
        """Wait for a window of a button's, type into it and leave it by a key."""
        self.dialog(_LABELS[button], *texts, key=key)


def split(cell):
    """A cell's column and row: `B6` is B and 6."""
    letters = cell.rstrip("0123456789")
    return letters, int(cell.removeprefix(letters))


class Course:
    """What is done at a window, step by step, each with a picture when it is over."""

    def __init__(self, screen):
        self.screen, self.step = screen, "start"
        self.folder = Path(tempfile.mkdtemp(prefix="tradedept-window-"))
        self.done = 0

    @contextmanager
    def __call__(self, what):
        self.step = what
        yield
        self.done += 1
        self.screen.picture(self.folder / f"{self.done:02} {what}.png")


@contextmanager
def course(screen):
    """The steps of a test. When one fails the pictures stay, and the failure tells where."""
    steps = Course(screen)
    try:
        yield steps
    except Exception as failure:
        screen.picture(steps.folder / f"failed {steps.step}.png")
        raise AssertionError(
            f"{steps.step}: {failure}\nPictures of the screen: {steps.folder}"
        ) from failure
    shutil.rmtree(steps.folder, ignore_errors=True)
