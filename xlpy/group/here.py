"""What this process runs: compared between the computers of a cluster before they work."""

import hashlib
import sys
from functools import cache
from pathlib import Path

import xlpy


@cache
def here() -> str:
    """The program's version, a digest of its code, and Python's version, as one line."""
    folder = Path(xlpy.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    python = ".".join(map(str, sys.version_info[:2]))
    return f"TradeDept {xlpy.__version__} {digest.hexdigest()[:12]}, Python {python}"
