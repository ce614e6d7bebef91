"""Every table and column of the workbook, once: key, labels, type, unit, list, rule.

Builder, readers, checks, command and docs take them from here. A cell of a `choice` column holds its
bilingual label (`业务员 salesperson`); readers take the key, either half or the whole.
"""

from xlpy.book.schema.choices import REGIONS, ROLES
from xlpy.book.schema.dossier import BOARD, DOSSIER, DOSSIER_RULES
from xlpy.book.schema.inputs import INPUTS
from xlpy.book.schema.model import INPUT, RESULT, RULES, Column, Table
from xlpy.book.schema.offers import OFFERS
from xlpy.book.schema.results import ABOUT, RESULTS
from xlpy.book.schema.rules import RULE_TABLES

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
]

LAYOUT = 3
"""The layout version of the workbooks that this program writes; row `layout` of the table `about`."""

TABLES = {table.key: table for table in (*INPUTS, *RULE_TABLES, *DOSSIER, *DOSSIER_RULES, BOARD, *RESULTS, ABOUT)}

CLOSING = tuple(table.key for table in (*INPUTS, *RULE_TABLES, *RESULTS))
"""The keys of the tables that a close reads or writes: all but those of the order dossier."""


def choice_label(column: Column, key: str) -> str:
    """The bilingual text that a choice column's cell holds: `业务员 salesperson`."""
    return next((f"{zh} {k}" for k, zh in column.choices if k == key), key)
