"""A built add-in for all tests of a run, made once (`addin` in `conftest.py`)."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


def built(shared: Path) -> Addin:
    """The add-in with the memory that it starts from, and with the buttons that write: built in a
    folder that the processes of a run share by the first that asks for it. No test changes it.
    """
    node()
    folder, told = shared / "addin", shared / "addin.json"
    with _alone(shared / "addin.lock"):
        if not told.exists():
            folder.mkdir(exist_ok=True)
            made = build(f"{ADDRESS}/", folder, PYODIDE, writing=True)
            assert made.from_memory
            told.write_text(json.dumps(made.first_load), "utf-8")
    return Addin(folder, json.loads(told.read_text("utf-8")))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process holds the lock, and hold it."""
    try:
        import fcntl
    except ImportError:  # Windows, where the tests run in one process
        yield
        return
    with open(lock, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
