"""Where a user's own installation lies: its Python, its workbooks, the files that Excel needs."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xlpy.desk import settings
from xlpy.programs.libreoffice import user_profile

WINDOWS, MACOS, LINUX = "win32", "darwin", "linux"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one user on one system."""

    system: str
    home: Path
    environment: Path
    workbooks: Path
    profile: Path | None = None
    """LibreOffice's settings for our workbooks, extension included."""
    records: tuple[Path, ...] = ()
    """What we note of the user: settings, writes that can be undone."""

    @property
    def python(self) -> Path:
        """The interpreter that the workbook's settings name."""
        if self.system == WINDOWS:
            return self.environment / "Scripts" / "pythonw.exe"
        return self.environment / "bin" / "python"

    @property
    def console_python(self) -> Path:
        """The same with a console: what we run ourselves."""
        return self.python.with_name("python.exe") if self.system == WINDOWS else self.python

    @property
    def libraries(self) -> list[Path]:
        """What Excel on Windows loads to reach Python: by xlwings' version, for 64 and for 32
        bits.
        """
        return [self.environment / f"xlwings{bits}-{xlwings_version()}.dll" for bits in (64, 32)]

    @property
    def apple_script(self) -> Path:
        """What Excel on macOS runs to reach Python."""
        scripts = self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
        return scripts / f"xlwings-{xlwings_version()}.applescript"

    @property
    def workbook(self) -> Path:
        """The workbook that an installation puts there when there is none."""
        return self.workbooks / "TradeDept.xlsm"


def places(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Places:
    """The places of this user; the interpreter is the one that the sheet `xlwings.conf` of every
    workbook names.

    Workbooks are not kept under Documents, which may lie in a cloud: Excel then knows them by an
    address of the web.
    """
    home = Path(environment.get("USERPROFILE" if system == WINDOWS else "HOME") or Path.home())
    local = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    own = local / "TradeDept" / "venv" if system == WINDOWS else home / ".tradedept" / "venv"
    return Places(system, home, own, home / "TradeDept", user_profile(), settings.records())


def xlwings_version() -> str:
    """The version of xlwings that the workbook's VBA is of: Python's must be the same."""
    module = Path(__file__).parent.parent / "build" / "vba" / "xlwings.bas"
    return re.findall(r'XLWINGS_VERSION As String = "([\d.]+)"', module.read_text("ascii"))[0]
