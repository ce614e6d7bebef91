"""A built add-in for the tests of a process, made once."""

import atexit
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from office import absent

from xlpy.web.build import build

PYODIDE = Path(__file__).parent / "web" / "node_modules" / "pyodide"
ADDRESS = "https://intranet.example.com/tradedept"


def node() -> str:
    """The node of the tests' environment, which must have Pyodide beside it."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if not (found and PYODIDE.exists()):
        absent("node or Pyodide is not installed (dev.py installs them); the add-in was NOT tested")
    return found


@dataclass
class Addin:
    """A built add-in: its folder, and its bytes to load the first time."""

    folder: Path
    first_load: int

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")


@cache
def built() -> Addin:
    """The add-in with the memory that it starts from, and with the buttons that write."""
    node()
    folder = Path(tempfile.mkdtemp(prefix="tradedept-addin-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = build(f"{ADDRESS}/", folder, PYODIDE, writing=True)
    assert made.from_memory
    return Addin(folder, made.first_load)
