"""The part of this package that runs in the add-in, found by following imports."""

import ast
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import xlpy
from xlpy.web.packing import zipped
from xlpy.web.slim import slim, statements

ROOTS = ("xlpy.web.calls", "xlpy.web.presses", "xlpy.web.writing")
"""What the add-in calls: functions for cells, buttons, what they write."""
_HOME = Path(xlpy.__file__).parent


def modules(roots: Iterable[str] = ROOTS) -> set[str]:
    """The modules of this package that some import, also inside of functions; nothing is run."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if name in found or path is None:
            continue
        found.add(name)
        waiting += [name.rpartition(".")[0], *_imported(path)]
    return found


def _path(name: str) -> Path | None:
    """The file of a module; None for what is no module of this package."""
    top, *inside = name.split(".")
    if top != "xlpy":
        return None
    place = _HOME.joinpath(*inside)
    if place.is_dir():
        return place / "__init__.py"
    return place.with_suffix(".py") if place.with_suffix(".py").exists() else None


def _imported(path: Path) -> Iterator[str]:
    """What a file imports: modules, and names that may be modules; those of hints alone are left
    out.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hinted = {
        inside
        for block in statements(tree)
        if isinstance(block, ast.If)
        and isinstance(block.test, ast.Name)
        and block.test.id == "TYPE_CHECKING"
        for each in block.body
        for inside in (each, *statements(each))
    }
    for node in statements(tree):
        if node in hinted:
            continue
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _read(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    return (slim(text) if path.suffix == ".py" else text).encode()


def bundle() -> bytes:
    """The modules, the default rules and the package's version, as a zip file."""
    paths = [path for name in modules() if (path := _path(name)) is not None]
    paths += (_HOME / "defaults").rglob("*.csv")
    files = {f"xlpy/{path.relative_to(_HOME).as_posix()}": _read(path) for path in paths}
    told = f"Metadata-Version: 2.1\nName: tradedept\nVersion: {version('tradedept')}\n"
    return zipped(files | {f"tradedept-{version('tradedept')}.dist-info/METADATA": told.encode()})
