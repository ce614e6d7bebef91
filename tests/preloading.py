"""What a process does before it forks others that run commands: it imports all that they may need,
goes once through workbooks like theirs, and stops their clock.

The product imports most of its modules only when it needs them. A process that is forked many times
has them ready, lest each of the others import them again.
"""

import importlib
import pkgutil
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

READS_AND_WRITES = ("xlpy.core", "xlpy.book", "xlpy.ooxml", "xlpy.files")
COMMANDS = (*READS_AND_WRITES, "xlpy.jobs", "xlpy.messages", "xlpy.commands")
SHIPPED = Path(__file__).parent.parent / "workbook" / "TradeDept.xlsm"


def import_all(packages: tuple[str, ...]) -> None:
    """Import every module of some packages, and of the packages in them."""
    for package in packages:
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            importlib.import_module(found.name)


def stop_clock(at: datetime) -> None:
    """Let every command that was imported take a moment as now."""
    for name, module in list(sys.modules.items()):
        if name.startswith("xlpy.commands") and hasattr(module, "now"):
            module.now = lambda: at


def go_through_workbooks() -> None:
    """Import rows into a new workbook; close a month in a copy of the shipped one, and open it
    again.

    What the product finds out about parts of those bytes it keeps as long as it runs
    (`xlpy/ooxml/facts.py`), so those forked from here know it. Most workbooks of tests are one of
    these two with other rows: they have most parts alike. Each is written twice, as the first write
    changes the sheets that show figures, and the second looks at them.
    """
    from xlpy.build.workbook import new_book
    from xlpy.core.periods import Month
    from xlpy.files import WorkbookFile
    from xlpy.jobs.close import close
    from xlpy.jobs.import_ import import_rows
    from xlpy.jobs.reopen import reopen

    month, told = Month(2012, 10), {"by": "刘洋", "at": datetime(2012, 11, 1)}
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        new, shipped = Path(folder, "New.xlsm"), Path(folder, "Shipped.xlsm")
        new_book(new)
        for row in ("刘洋,manager", "王芳,salesperson"):
            import_rows(WorkbookFile(new), "staff", f"name,role\n{row}\n".encode())
        shutil.copyfile(SHIPPED, shipped)
        close(WorkbookFile(shipped), month, **told)
        reopen(WorkbookFile(shipped), month, reason="x", **told)
