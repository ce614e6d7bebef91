"""The files of papers: their names, and workbooks that come whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from xlpy.core.issues import FileError

_NORMAL = {"font_name": "Arial", "font_size": 10}
"""The font that column widths are counted in: found, or stood in for in the same widths, on every system."""
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def safe_name(text: str) -> str:
    """A text as part of a file's name on every system."""
    return _UNSAFE.sub("_", text).strip(" .") or "_"


def paper_path(out: Path, order_no: str, paper: str, draft: bool) -> Path:
    """Where a paper's workbook goes; a draft says so in its name."""
    return out / f"{safe_name(order_no)}-{paper}{'-DRAFT' if draft else ''}.xlsx"


@contextmanager
def saving(path: Path, title: str) -> Iterator:
    """A new XlsxWriter workbook that takes its place when all of it was written. Raises FileError when it cannot."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".paper-", suffix=".xlsx", dir=path.parent)
        os.close(handle)
        workbook = Workbook(temporary, {"default_format_properties": _NORMAL})
        workbook.set_properties({"title": title, "author": "TradeDept", "created": datetime(2012, 1, 1)})
        yield workbook
        workbook.close()
        os.replace(temporary, path)
        temporary = None
    except (OSError, XlsxFileError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise FileError(f"无法写入“{path.name}”：{reason}。", f'"{path.name}" cannot be written: {reason}.') from None
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
