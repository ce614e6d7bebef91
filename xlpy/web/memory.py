"""The memory of a Python that has started: made by node when the add-in is built, so that the
add-in starts in a third of the time. Without node the add-in is whole, and starts slowly.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.web.packing import packed

_OLDEST_NODE = 22
_CALLS = (
    ("TD_COMMISSION", [[[200000]], [[100000]], None, None, None, None]),
    ("TD_RMB", [[[1.5]]]),
    ("TD_DUE", [[[41091]], [["received"]], None, None]),
)
"""Calls that are made once: what they import and read is in the memory, too."""


def node() -> str | None:
    """The node of this Python's environment, or of the computer; None without one that is new
    enough.
    """
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    number = told.stdout.strip().removeprefix("v").partition(".")[0]
    return found if number.isdecimal() and int(number) >= _OLDEST_NODE else None


def memory(command: str, runtime: Mapping[str, bytes], library: bytes, code: bytes) -> bytes:
    """The memory, packed. Raises FileError when node could not make it."""
    with tempfile.TemporaryDirectory(prefix="tradedept-") as name:
        folder = Path(name)
        for file, data in {**runtime, "python_stdlib.zip": library, "code.zip": code}.items():
            (folder / file).write_bytes(data)
        script = Path(__file__).with_name("pages") / "memory.mjs"
        out = folder / "memory"
        words = [command, script, folder, folder / "code.zip", json.dumps(_CALLS), out]
        done = subprocess.run(
            list(map(str, words)), capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode or not out.exists():
            raise _failed(done.stderr)
        return packed(out.read_bytes())


def _failed(said: str) -> FileError:
    last = said.strip()[-500:]
    return FileError(
        Text(
            f"node 没有做成启动内存：{last}；可以用 --plain 不做它（启动慢）。",
            f"node could not make the memory to start from: {last}; --plain leaves it out (the "
            "start is slow then).",
        )
    )
