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
from datetime import date, datetime
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
    """Write into a new workbook, and close a month in a copy of the shipped one.

    What the product finds out about parts of those bytes it keeps as long as it runs
    (`xlpy/ooxml/facts.py`), so those forked from here know it. Most workbooks of tests are one of
    these two with other rows: they have most parts alike.
    """
    from xlpy.book.tables import Change
    from xlpy.build.workbook import new_book
    from xlpy.files import WorkbookFile
    from xlpy.jobs.close import close

    row = {"date": date(2012, 11, 2), "name": "王芳", "amount": 1}
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        new, shipped = Path(folder, "New.xlsm"), Path(folder, "Shipped.xlsm")
        new_book(new)
        WorkbookFile(new).commit([Change("rewards", append=[row])])
        shutil.copyfile(SHIPPED, shipped)
        close(WorkbookFile(shipped), "2012-10", by="刘洋", at=datetime(2012, 11, 1))
