"""Every table and column of the workbook, once: a class each, in the workbook's order.

Builder, readers, checks, command and docs take them from here. A cell of a `choice` column holds
its bilingual label (`业务员 salesperson`); readers take the key, either half or the whole.
"""

from collections.abc import Iterable

from xlpy.core.issues import UsageError
from xlpy.core.tables import (
    attachments,
    board,
    channels,
    closes,
    enquiries,
    letters,
    logs,
    mailing,
    making,
    month,
    needs,
    offers,
    parties,
    people,
    planning,
    punching,
    relations,
    reporting,
    results,
    revisions,
    rules,
    shipments,
    shipping,
    trade,
)
from xlpy.core.tables.declare import declared
from xlpy.core.tables.model import INPUT, RESULT, RULES, Column, Row, Table
from xlpy.core.text import BOTH, Text

__all__ = [
    "CLOSING",
    "CUSTOMERS",
    "DOSSIER",
    "DOSSIER_RULES",
    "INPUT",
    "INPUTS",
    "LAYOUT",
    "RESULT",
    "RESULTS",
    "RULES",
    "RULE_TABLES",
    "TABLES",
    "Column",
    "Row",
    "Table",
    "choice_label",
    "choice_text",
    "no_table",
    "of_part",
    "table_named",
]

LAYOUT = 4
"""The layout version of the workbooks that this program writes; row `layout` of the table
`about`.
"""

_ORDER = (
    people,
    trade,
    month,
    rules,
    parties,
    offers,
    making,
    shipments,
    shipping,
    letters,
    revisions,
    attachments,
    needs,
    board,
    relations,
    enquiries,
    channels,
    mailing,
    planning,
    logs,
    punching,
    reporting,
    results,
    closes,
)

TABLES = {table.key: table for module in _ORDER for table in declared(module.__name__)}


def _tables(group: str, closing: bool) -> tuple[Table, ...]:
    return tuple(
        table for table in TABLES.values() if table.group == group and table.closing == closing
    )


INPUTS, RULE_TABLES, RESULTS = _tables(INPUT, True), _tables(RULES, True), _tables(RESULT, True)


def of_part(*parts: str) -> tuple[Table, ...]:
    """The tables of parts of the workbook, in its order."""
    return tuple(table for table in TABLES.values() if table.part in parts)


CUSTOMERS = of_part("customers")
"""The tables of customers, enquiries and channels."""
DOSSIER, DOSSIER_RULES = (
    tuple(table for table in of_part("orders") if table.group == group) for group in (INPUT, RULES)
)

CLOSING = tuple(table.key for table in TABLES.values() if table.closing)
"""The keys of the tables that a close reads or writes."""


def table_named(text: str) -> Table | None:
    """The table that a word names: its key, its sheet, or either half of its label; None when
    there is none.
    """
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
    return UsageError(Text(f"没有“{text}”表{zh}", f'there is no table "{text}"{en}\n{names}'))


def choice_text(column: Column, key: str) -> Text | None:
    """What a choice is called: 业务员, salesperson; None for what is no choice of the column."""
    return next((Text(zh, k.replace("_", " ")) for k, zh in column.choices if k == key), None)


def choice_label(column: Column, key: str, language: str = BOTH) -> str:
    """The text that a choice's cell holds: `业务员 salesperson`, `岗位工资 post wage`; others as
    they are.
    """
    text = choice_text(column, key)
    return text.said(language, " ") if text else key
