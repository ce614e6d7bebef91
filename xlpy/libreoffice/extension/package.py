"""The extension as one file: declarations, component, and the package's own Python beside them."""

import io
import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import xlpy
from xlpy.functions import FUNCTIONS
from xlpy.libreoffice import names
from xlpy.libreoffice.extension import addin, dates, menus, saving
from xlpy.libreoffice.extension.markup import HEAD, element, text

_DATE = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = ("build", "__pycache__")
"""Folders of the package that LibreOffice has no use for: the maker of workbooks needs
XlsxWriter.
"""
_TYPES = {
    "cells.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "tradedept.components": "application/vnd.sun.star.uno-components",
}
_CONFIGURATION = "application/vnd.sun.star.configuration-data"


def extension(python: str = "") -> bytes:
    """The extension's bytes, the same each time. `python`: the interpreter that has the package
    with its readers.
    """
    files = {
        "description.xml": _description(),
        "cells.idl": addin.interface(FUNCTIONS),
        "tradedept.components": _components(),
        "CalcAddIns.xcu": addin.descriptions(FUNCTIONS),
        "Jobs.xcu": saving.jobs(*menus.jobs()),
        "Filter.xcu": saving.filters(),
        "Setup.xcu": dates.settings(),
        "Addons.xcu": menus.menus(),
        "CalcWindowState.xcu": menus.window(),
        **menus.icons(),
        names.SETTINGS: json.dumps({"python": python, "packages": _packages()}, ensure_ascii=False),
        f"pythonpath/tradedept-{version('tradedept')}.dist-info/METADATA": _metadata(),
    }
    files["META-INF/manifest.xml"] = _manifest(files)
    sources = {f"pythonpath/xlpy/{path}": data for path, data in _sources()}
    component = Path(xlpy.__file__).with_name("libreoffice") / "component" / "tradedept.py"
    parts = {name: content.encode() for name, content in files.items()}
    return _zipped(parts | {"tradedept.py": component.read_bytes()} | sources)


def _sources() -> Iterator[tuple[str, bytes]]:
    """The package's files that run inside LibreOffice, by their place in the package."""
    home = Path(xlpy.__file__).parent
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        if path.suffix in (".py", ".csv") and not set(inside.parts) & set(_LEFT_OUT):
            yield inside.as_posix(), path.read_bytes()


def _packages() -> list[str]:
    """The folders with packages of others that reading closed files needs."""
    found = find_spec("python_calamine")
    return [str(Path(found.origin).parent.parent)] if found else []


def _metadata() -> str:
    """What lets the package know its version inside LibreOffice."""
    return f"Metadata-Version: 2.1\nName: tradedept\nVersion: {version('tradedept')}\n"


def _description() -> str:
    spaces = {
        "xmlns": "http://openoffice.org/extensions/description/2006",
        "xmlns:d": "http://openoffice.org/extensions/description/2006",
        "xmlns:l": "http://libreoffice.org/extensions/description/2011",
    }
    lowest = {"value": "25.2", "d:name": "LibreOffice 25.2"}
    return HEAD + element(
        "description",
        spaces,
        element("identifier", {"value": names.EXTENSION}),
        element("version", {"value": version("tradedept")}),
        element("dependencies", {}, element("l:LibreOffice-minimal-version", lowest)),
        element("display-name", {}, element("name", {"lang": "en"}, text("外贸部 TradeDept"))),
    )


def _components() -> str:
    services = (names.CELLS, names.BUTTONS, names.SAVE_JOB, names.SAVE_FILTER)
    # The functions do not call themselves an AddIn: LibreOffice would make one of each at its
    # start.
    made = [
        element("implementation", {"name": n}, element("service", {"name": n})) for n in services
    ]
    loader = {"loader": "com.sun.star.loader.Python", "uri": "tradedept.py"}
    space = {"xmlns": "http://openoffice.org/2010/uno-components"}
    return HEAD + element("components", space, element("component", loader, *made))


def _manifest(files) -> str:
    kinds = _TYPES | {name: _CONFIGURATION for name in files if name.endswith(".xcu")}
    prefix = "manifest:"
    entries = (
        element(f"{prefix}file-entry", {f"{prefix}media-type": kind, f"{prefix}full-path": name})
        for name, kind in kinds.items()
    )
    return HEAD + element(
        f"{prefix}manifest", {"xmlns:manifest": "http://openoffice.org/2001/manifest"}, *entries
    )


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, data)
    return out.getvalue()
