"""How many backups stay, whoever writes: what the workbook's own policy says."""

from collections.abc import Iterable
from datetime import date

from xlpy.book.defaults import default_records
from xlpy.book.load import load
from xlpy.book.tables import RawTable, Tables
from xlpy.core.issues import FileError
from xlpy.core.tables.rules import PolicyRow

KEY = "backups.keep"
_LONG_AGO = date.min


def backups_kept(policy: RawTable | None = None) -> int:
    """The number of backups by the newest usable row of a policy table, else by the package's
    own.
    """
    number = _newest(load(policy)[0]) if policy else None
    return number or _newest(default_records("policy"))


def kept_by(tables: Tables) -> int:
    """The number of backups by a workbook's policy; the package's own where it has none that can
    be read.
    """
    try:
        return backups_kept(tables.read(["policy"])["policy"])
    except FileError:
        return backups_kept()


def _newest(records: Iterable[PolicyRow]) -> int | None:
    found = [
        (row.from_ or _LONG_AGO, int(row.value))
        for row in records
        if row.key == KEY and _usable(row.value)
    ]
    # Of rows with one date the last counts.
    return max(reversed(found), key=lambda each: each[0])[1] if found else None


def _usable(value: str | None) -> bool:
    return value is not None and value.isascii() and value.isdecimal() and int(value) > 0
