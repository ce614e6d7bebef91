"""How many backups stay: what the policy says."""

from datetime import date

from xlpy.book.defaults import FOLDER
from xlpy.book.tables import RawTable

KEY = "backups.keep"
_LONG_AGO = date.min


def backups_kept(policy: RawTable | None = None) -> int:
    """The number of backups by the newest usable row of a policy table, else by the package's own."""
    number = _newest(policy) if policy else None
    return number or _newest(_default())


def _newest(policy: RawTable) -> int | None:
    from xlpy.book.load import load

    records, _ = load(policy)
    found = [(row.from_ or _LONG_AGO, int(row.value)) for row in records if row.key == KEY and _usable(row.value)]
    # Of rows with one date the last counts.
    return max(reversed(found), key=lambda each: each[0])[1] if found else None


def _usable(value: str | None) -> bool:
    return value is not None and value.isascii() and value.isdecimal() and int(value) > 0


def _default() -> RawTable:
    from xlpy.book.csvfile import read_csv

    return read_csv("policy", (FOLDER / "policy.csv").read_bytes())[0]
