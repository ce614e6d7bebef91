"""Which column a header names: by its key, by either half of its label or the whole."""

from functools import cache

from xlpy.book.cells.text import fold
from xlpy.core.tables import TABLES


def column_named(table: str, header: str) -> str | None:
    """The key of the table's column that a header names; None when it names none.

    Case, full-width letters and blanks do not matter: `Date  Received`, `到账日期` and `date` are
    one column.
    """
    return _names(table).get(_folded(header))


def _folded(header: str) -> str:
    return "".join(fold(header).casefold().split())


@cache
def _names(table: str) -> dict[str, str]:
    """Every way to name a column, folded; a key wins over another column's label, a label over what
    another was called before.
    """
    columns = TABLES[table].columns
    earlier = {
        _folded(form): c.key for c in columns if c.was for form in (c.was, f"{c.zh} {c.was}")
    }
    labels = {_folded(form): c.key for c in columns for form in (c.zh, c.en, c.label)}
    return earlier | labels | {_folded(c.key): c.key for c in columns}
