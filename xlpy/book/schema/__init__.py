"""Every table and column of the workbook, once: key, labels, type, unit, list, rule.

Builder, readers, checks, command and docs take them from here. A cell of a `choice` column holds its
bilingual label (`业务员 salesperson`); readers take the key, either half or the whole.
"""

from collections.abc import Iterable

from xlpy.book.schema.choices import REGIONS
from xlpy.book.schema.dossier import BOARD, DOSSIER, DOSSIER_RULES
from xlpy.book.schema.inputs import INPUTS
from xlpy.book.schema.model import INPUT, RESULT, RULES, Column, Table
from xlpy.book.schema.offers import OFFERS
from xlpy.book.schema.results import ABOUT, RESULTS
from xlpy.book.schema.rules import RULE_TABLES
from xlpy.core.issues import UsageError
from xlpy.core.roles import ROLES

__all__ = [
    "ABOUT",
    "BOARD",
    "CLOSING",
    "DOSSIER",
    "DOSSIER_RULES",
    "INPUT",
    "INPUTS",
    "LAYOUT",
    "OFFERS",
    "REGIONS",
    "RESULT",
    "RESULTS",
    "ROLES",
    "RULES",
    "RULE_TABLES",
    "TABLES",
    "Column",
    "Table",
    "choice_label",
    "no_table",
    "table_named",
]

LAYOUT = 4
"""The layout version of the workbooks that this program writes; row `layout` of the table `about`."""

TABLES = {table.key: table for table in (*INPUTS, *RULE_TABLES, *DOSSIER, *DOSSIER_RULES, BOARD, *RESULTS, ABOUT)}

CLOSING = tuple(table.key for table in (*INPUTS, *RULE_TABLES, *RESULTS))
"""The keys of the tables that a close reads or writes: all but those of the order dossier."""


def table_named(text: str) -> Table | None:
    """The table that a word names: its key, its sheet, or either half of its label; None when there is none."""
    wanted = text.strip().casefold()
    names = ((table, (table.key, table.zh, table.en, table.sheet)) for table in TABLES.values())
    return next((table for table, own in names if wanted in map(str.casefold, own)), None)


def no_table(text: str, tables: Iterable[Table]) -> UsageError:
    """Why a word names no table: those that there are, the likely one first."""
    from difflib import get_close_matches

    tables = list(tables)
    likely = get_close_matches(text.casefold(), [table.key for table in tables], 1)
    names = "、".join(f"{table.zh} {table.key}" for table in tables)
    zh, en = (f"；是不是 {likely[0]}？", f"; do you mean {likely[0]}?") if likely else ("", "")
    return UsageError(f"没有“{text}”表{zh}", f'there is no table "{text}"{en}\n{names}')


def choice_label(column: Column, key: str) -> str:
    """The bilingual text that a choice column's cell holds: `业务员 salesperson`."""
    return next((f"{zh} {k}" for k, zh in column.choices if k == key), key)
