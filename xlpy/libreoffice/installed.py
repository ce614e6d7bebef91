"""What was written into the extension when it was made: which Python has the package, with its
readers of files.
"""

import json
import os
import sys
from pathlib import Path

import xlpy
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.libreoffice.names import SETTINGS


def _settings() -> dict:
    try:
        # The extension's folder, two above the package.
        text = (Path(xlpy.__file__).parents[2] / SETTINGS).read_text(encoding="utf-8")
        return json.loads(text)
    except (OSError, ValueError):
        return {}


def python() -> str:
    """The interpreter that has the package. Raises FileError when it is not there."""
    found = _settings().get("python", "")
    if not found or not os.path.exists(found):
        raise FileError(
            Text(
                "找不到装有 TradeDept 的 Python，不能读写 .xlsm 文件；请用 tradedept open "
                "打开工作簿。",
                "The Python that has TradeDept was not found, so files cannot be read or "
                "written; open the workbook with "
                "`tradedept open`.",
            )
        )
    return found


def lead_to_readers() -> None:
    """Let closed files (backups) be read by that Python, which has the reader; without it they
    cannot be.
    """
    told = _settings()
    if os.path.exists(told.get("python", "")):
        sys.executable = told["python"]
        sys.path += [path for path in told["packages"] if path not in sys.path]
