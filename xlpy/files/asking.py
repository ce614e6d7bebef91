"""What a reading process is asked, and the limits that it gets for it.

It loads none of our tables: a big sheet is asked for before they are known.
"""

import os
from collections.abc import Iterable

from xlpy.book.process import Process
from xlpy.ooxml.package import Package
from xlpy.ooxml.usual import is_usual

# Ample for the cells of a sheet (four times its XML) and for a stray cell at the foot of a narrow
# one.
_MEGABYTES, _TIMES_XML = 700, 5
_SECONDS, _SECONDS_PER_MB = 8, 0.25
# Sheets pack to a sixth; what claims to be packed far closer gets the limits of a likely one.
_LIKELY_RATIO = 8
WORTH_A_PROCESS = 8 << 20
"""How big a sheet is that a process reads while another reads the others."""


def ask(
    package: Package,
    process: Process,
    parts: Iterable[str],
    processes: int,
    sheets: list[tuple[str, list[tuple]]],
    data: bytes,
) -> None:
    """Ask a process, one of some, for tables on sheets in these parts. `data`: a copy to read."""
    request, seconds = _request(package, parts, processes, data)
    process.ask(request | {"sheets": sheets}, seconds)


def get_ready(package: Package, process: Process) -> None:
    """Let a process take in the biggest sheet, which takes it longest: one of our tables is likely
    to be on it.
    """
    sizes = {sheet: package.archive.by_name[sheet.part].size for sheet in package.sheets}
    biggest = max(sizes, key=lambda sheet: sizes[sheet], default=None)
    if biggest and sizes[biggest] >= WORTH_A_PROCESS and is_usual(package, {biggest.part}):
        request, _ = _request(package, {biggest.part}, 2, b"")
        process.get_ready(request, biggest.name)


def _request(
    package: Package, parts: Iterable[str], processes: int, data: bytes
) -> tuple[dict, float]:
    size = _megabytes(package, parts)
    seconds = _SECONDS + _SECONDS_PER_MB * size
    request = {
        # A kept process stands in the folder in which it was started.
        "path": os.fspath(package.path.absolute()),
        "data": data,
        "megabytes": int(_MEGABYTES // processes + _TIMES_XML * size),
        "seconds": int(seconds) + 1,
    }
    return request, seconds


def common_parts(package: Package) -> set[str]:
    """The parts besides the sheets that the reading process takes in."""
    found = {
        r.part
        for r in package.relationships(package.workbook)
        if r.kind in ("sharedStrings", "styles")
    }
    return {part for part in found if package.has(part)}


def _megabytes(package: Package, parts: Iterable[str]) -> float:
    """How much XML the reading process has to go through."""
    members = [package.archive.by_name[part] for part in common_parts(package).union(parts)]
    return sum(min(member.size, _LIKELY_RATIO * member.packed) for member in members) / (1 << 20)
