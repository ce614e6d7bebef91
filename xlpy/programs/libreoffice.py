"""LibreOffice as a program: where it is, which version, a profile of its own for the workbook."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text

LOWEST = (25, 2)
"""The first version that finds functions of an extension by their name in an Excel file."""
_KNOWN_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice25.2/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="HyperlinksWithCtrlClick" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.UI.Infobar/Enabled"><prop oor:name="MacrosDisabled" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>1</value></prop></item>
</oor:items>
"""  # noqa: E501
"""A new profile's settings: saving as .xlsm asks nothing (our editor writes it), Excel's macros do
not run and nothing is said of it, a link is followed by one click, what the workbook shows is not
computed anew when it is opened.
"""


_NOISE = re.compile(
    r"javaldx|-(?:WARNING|CRITICAL|Message) \*\*|^\s*(?:Fontconfig "
    r"(?:warning|error)|libE?GL|MESA|ICEauthority|dconf)"
    r"|^func=xmlSec|^X11 |GtkDialog mapped|^\s*$|^Qt: |QStandardPaths",
    re.IGNORECASE,
)
"""What LibreOffice and the desktop's libraries say of themselves while all goes well."""


def complaint(said: str) -> str:
    """The last line of what LibreOffice said that is about the work in hand; empty when there is
    none.
    """
    return next(
        (line.strip() for line in reversed(said.splitlines()) if not _NOISE.search(line)), ""
    )


def soffice() -> Path | None:
    """The program that starts LibreOffice; None when there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    known = [Path(found)] if found else []
    known += [Path(place) for place in _KNOWN_PLACES if os.path.exists(place)]
    return known[0].resolve() if known else None


@cache
def version(program: Path) -> tuple[int, ...]:
    """The version of LibreOffice, as (25, 2, 3, 2); empty when it does not say."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return tuple(map(int, found[0].split("."))) if found else ()


@cache
def own_python(program: Path) -> Path | None:
    """A Python that can talk to LibreOffice (module `uno`); None when there is none."""
    places = [
        program.with_name("python"),
        program.with_name("python.exe"),
        Path("/usr/bin/python3"),
    ]
    places += [program.parent.parent / "Resources" / "python", Path(sys.executable)]
    return next((place for place in places if place.exists() and _has_uno(place)), None)


def _has_uno(python: Path) -> bool:
    return (
        subprocess.run(
            [python, "-c", "import uno"], capture_output=True, env=clean_environment()
        ).returncode
        == 0
    )


def clean_environment() -> dict[str, str]:
    """The environment for LibreOffice and its Python: without what leads a Python to other modules.

    The system's programs come first: the Python inside LibreOffice takes its modules from the
    first `python3` that it finds, and with those of another build it runs out of memory.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    if os.name != "nt":
        kept["PATH"] = os.pathsep.join(["/usr/bin", "/bin", kept.get("PATH", "")])
    return kept


def unseen_environment() -> dict[str, str]:
    """The environment for a LibreOffice without a window: it needs no screen, whatever the user's
    desktop is.
    """
    return clean_environment() | ({"SAL_USE_VCLPLUGIN": "svp"} if sys.platform == "linux" else {})


def ready() -> Path:
    """The LibreOffice that can be a host. Raises FileError that says what to install when there is
    none.
    """
    program = soffice()
    if program is None:
        raise FileError(
            Text(
                "没有找到 LibreOffice；请安装 25.2 或更新的版本。",
                "LibreOffice was not found; install version 25.2 or newer.",
            )
        )
    if version(program) < LOWEST:
        had = ".".join(map(str, version(program))) or "?"
        raise FileError(
            Text(
                f"LibreOffice {had} 太旧，认不出工作簿里的函数；请安装 25.2 或更新的版本。",
                f"LibreOffice {had} is too old to know the workbook's functions; install version "
                "25.2 or newer.",
            )
        )
    if own_python(program) is None:
        raise FileError(
            Text(
                "LibreOffice 缺少 Python 支持；请安装（Debian、Ubuntu：python3-uno）。",
                "LibreOffice's Python support is missing; install it (Debian, Ubuntu: "
                "python3-uno).",
            )
        )
    return program


def user_profile() -> Path:
    """The folder of LibreOffice's settings for our workbooks, apart from the user's own."""
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA", Path.home()))
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "TradeDept" / "libreoffice"


def make_profile(profile: Path) -> None:
    """Give a new profile its settings; one that is there keeps the user's."""
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")


def lent_profile(profile: Path) -> bool:
    """Whether a profile could be made as an earlier run without a window left it: LibreOffice
    takes three times as long to start in a new one.
    """
    try:
        shutil.copytree(_kept_profile(), profile)
    except OSError:
        shutil.rmtree(profile, ignore_errors=True)
        return False
    return True


def keep_profile(profile: Path) -> None:
    """Keep the profile of a run that went well for the next ones; where that cannot be, they start
    in new ones.
    """
    kept = _kept_profile()
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as beside:
            # In one step: another run may keep its own meanwhile.
            os.replace(shutil.copytree(profile, Path(beside, "profile")), kept)


def forget_profile() -> None:
    """Let the kept profile go: a run in a copy of it failed."""
    shutil.rmtree(_kept_profile(), ignore_errors=True)


def _kept_profile() -> Path:
    return user_profile().with_name("printing")
