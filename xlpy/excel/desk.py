"""Excel's desk: its own message boxes, input box and file dialog, on Windows and on macOS."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.desk.desk import Copying, CopyLater, by_number, numbered

_TEXT = 2
"""Excel's number for a text in its input box."""
_PICK, _CHOSEN = 3, -1
"""Excel's numbers for its dialog that picks a file, and for its answer that one was picked."""
_LONGEST = 250
"""How long a prompt Excel's input box takes, a little less than it does: a longer one is shown
before.
"""


class ExcelDesk:
    """The person in front of Excel; `book` is xlwings' Book."""

    def __init__(self, book):
        self.book = book
        self.app = book.app

    @property
    def user(self) -> str:
        """The name in Excel's options, or the system's."""
        with suppress(Exception):
            if sys.platform == "win32" and (name := self.app.api.UserName):
                return str(name)
        return os.environ.get("USERNAME") or os.environ.get("USER") or "?"

    @property
    def modified(self) -> bool:
        """Whether Excel would ask to save the workbook."""
        with suppress(Exception):
            return not (
                self.book.api.Saved if sys.platform == "win32" else self.book.api.saved.get()
            )
        return True

    @modified.setter
    def modified(self, modified: bool) -> None:
        with suppress(Exception):
            if sys.platform == "win32":
                self.book.api.Saved = not modified
            else:
                self.book.api.saved.set(not modified)

    @property
    def read_only(self) -> bool:
        """Whether Excel opened the workbook to be read only: somebody else has it open, or the
        file says so.
        """
        with suppress(Exception):
            return bool(
                self.book.api.ReadOnly if sys.platform == "win32" else self.book.api.read_only.get()
            )
        return False

    def tell(self, title: str, text: str) -> None:
        """A message box."""
        self.app.alert(text, title, "ok", "info")

    def fail(self, title: str, text: str) -> None:
        """A message box with a warning sign."""
        self.app.alert(text, title, "ok", "critical")

    def show(self, title: str, text: str) -> None:
        """The text in the system's own editor, which does not stand in Excel's way."""
        handle, name = tempfile.mkstemp(prefix="TradeDept-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8-sig") as file:
            file.write(f"{title}\n\n{text}\n")
        if sys.platform == "win32":
            os.startfile(name)
        else:
            subprocess.run(["open", "-t", name], check=False)

    def confirm(self, key: str, title: str, text: str) -> bool:
        """A message box with OK and Cancel."""
        try:
            return self.app.alert(text, title, "ok_cancel", "info") == "ok"
        except Exception:
            # macOS reports Cancel as an error.
            if sys.platform == "win32":
                raise
            return False

    def ask(
        self, key: str, title: str, prompt: str, default: str = "", options: Sequence[str] = ()
    ) -> str | None:
        """Excel's input box; what is offered is numbered, and a number answers."""
        answer = self._line(title, numbered(prompt, options), default)
        return None if answer is None else by_number(answer, options)

    def _line(self, title: str, prompt: str, default: str) -> str | None:
        if sys.platform != "win32":
            return _apple(
                f'text returned of (display dialog "{_quoted(prompt)}" with title '
                f'"{_quoted(title)}" '
                f'default answer "{_quoted(default)}")'
            )
        if len(prompt) > _LONGEST:
            self.tell(title, prompt)
            prompt = f"{prompt[: _LONGEST - 1]}…"
        answer = self.app.api.InputBox(prompt, title, default, Type=_TEXT)
        return None if answer is False else str(answer)

    def pick_file(self, key: str, title: str, suffixes: str) -> Path | None:
        """Excel's dialog to open a file, beside the workbook."""
        folder = self._folder()
        if sys.platform != "win32":
            kinds = ", ".join(f'"{suffix}"' for suffix in suffixes.split())
            place = f' default location POSIX file "{_quoted(str(folder))}"' if folder else ""
            found = _apple(
                f'POSIX path of (choose file with prompt "{_quoted(title)}" of type '
                f"{{{kinds}}}{place})"
            )
            return Path(found) if found else None
        kinds = ";".join(f"*.{suffix}" for suffix in suffixes.split())
        dialog = self.app.api.FileDialog(_PICK)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        dialog.Filters.Clear()
        dialog.Filters.Add(kinds, kinds)
        if folder:
            dialog.InitialFileName = f"{folder}{os.sep}"
        return Path(dialog.SelectedItems(1)) if dialog.Show() == _CHOSEN else None

    def _folder(self) -> Path | None:
        """Where the workbook lies on this machine; None when it was never saved here."""
        with suppress(Exception):
            folder = Path(self.book.fullname).parent
            return folder if folder.is_absolute() and folder.is_dir() else None
        return None

    def progress(self, text: str) -> None:
        """Excel's status bar; Excel's own text again when it is over."""
        self.app.status_bar = text or False

    def save_copy(self, path: Path) -> None:
        """A copy by Excel itself. Raises FileError when it cannot be written, and on macOS, where
        Excel may not.
        """
        if sys.platform != "win32":
            raise FileError(
                Text(
                    "在 macOS 上 Excel 不能存副本；请先保存，再用“另存为”。",
                    "On macOS Excel cannot save a copy for us; save the workbook, then use Save "
                    "As.",
                )
            )
        try:
            self.book.api.SaveCopyAs(str(path))
        except Exception as failure:
            raise FileError(
                Text(f"副本没有存成：{failure}", f"The copy was not saved: {failure}")
            ) from failure

    def begin_copy(self) -> Copying:
        """The copy that `save_copy` makes: Excel does nothing beside what is asked of it."""
        return CopyLater(self)


def _apple(script: str) -> str | None:
    """The answer to a dialog of macOS; None when it was cancelled."""
    done = subprocess.run(["osascript", "-e", script], capture_output=True, text=True, check=False)
    return done.stdout.rstrip("\n") if done.returncode == 0 else None


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
