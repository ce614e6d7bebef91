"""What a user of this machine has set, and the folder where our records of it lie."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from xlpy.core.text import BOTH, LANGUAGES

_FILE = "settings.json"
_ANSWERS = "answers"
FAULT, UNDO = "fault.txt", "undo"
"""What else we note: how a fault of ours came about, the writes that can be undone."""


def folder() -> Path:
    """The user's own folder for our settings and records; TRADEDEPT_HOME names another."""
    if own := os.environ.get("TRADEDEPT_HOME"):
        return Path(own)
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "TradeDept"
        )
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "TradeDept"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "tradedept"


def records() -> tuple[Path, ...]:
    """All that we note of the user; the folder itself may be another's, too."""
    return tuple(folder() / name for name in (_FILE, FAULT, UNDO))


def read() -> dict:
    """The settings; those of a new user when there are none, or none that can be read."""
    with suppress(OSError, ValueError):
        found = json.loads((folder() / _FILE).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def language() -> str:
    """Which language messages are in: `both`, `zh` or `en`; `both` where the user chose none."""
    return chosen_language() or BOTH


def chosen_language() -> str | None:
    """The language that the user chose for messages; None while they follow the workbook."""
    found = read().get("language")
    return found if found in LANGUAGES else None


def remembered(question: str) -> str:
    """The last answer to a question of a button; empty when there is none."""
    answers = read().get(_ANSWERS)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer if isinstance(answer, str) else ""


def remember(question: str, answer: str) -> None:
    """Keep the last answer to a question; where nothing can be kept, it is asked the next time."""
    answers = read().get(_ANSWERS)
    with suppress(OSError):
        write(**{_ANSWERS: {**(answers if isinstance(answers, dict) else {}), question: answer}})


def write(**values: object) -> None:
    """Change some settings and keep the others. Raises OSError when the folder cannot be written
    to.
    """
    path = folder() / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".tmp")
    partial.write_text(json.dumps(read() | values, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(partial, path)
