"""Conditional formats: they mark what needs attention in a table."""

from collections.abc import Iterable

from xlpy.build.book import FIRST_ROW, SPARE_ROWS, Book, column_index, letters
from xlpy.build.formulas import exactly, place_of
from xlpy.build.speech import choice_of, spoken
from xlpy.build.style import (
    AMBER,
    AMBER_LIGHT,
    BLUE,
    BLUE_LIGHT,
    GREEN,
    GREEN_LIGHT,
    MUTED,
    RED,
    RED_LIGHT,
    SLATE,
    TEAL,
    rule,
)
from xlpy.core.dossier.forms import TEN
from xlpy.core.planyear import LATE, PICTURE, PICTURE_MONTHS
from xlpy.core.tables import DOSSIER, INPUT, RESULT, TABLES, Column, Table
from xlpy.core.text import ZH

WRONG = rule(RED, RED_LIGHT)
MISSING = rule(AMBER, AMBER_LIGHT)
NOTICE = rule(BLUE, BLUE_LIGHT)
GOOD = rule(GREEN, GREEN_LIGHT)
CLOSED = rule(MUTED)
NEGATIVE = rule(RED)
_NUMBERS = {
    "fen",
    "amount",
    "rate",
    "percent",
    "ratio",
    "days",
    "count",
    "date",
    "birthday",
    "number",
    "month",
    "timestamp",
}


def add_highlights(book: Book, table: Table) -> None:
    """Add a table's conditional formats, the gravest first."""
    marks = _Marks(book, table)
    if table.group == RESULT:
        _result_marks(marks, table)
    else:
        _key_marks(marks, table)
        _cell_marks(marks, table)
        _own_marks(marks, table)
    if table.group == INPUT:
        _closed_marks(marks, table)
    if table.columns[0].type == "month":
        first = marks.cell(table.columns[0].key)
        above = first.replace(str(FIRST_ROW + 1), str(FIRST_ROW))
        marks.row(f"{first}<>{above}", {"top": 1, "top_color": SLATE})


class _Marks:
    """Adds conditional formats to one table's sheet."""

    def __init__(self, book: Book, table: Table):
        self.book = book
        self.table = table
        self.sheet = book.sheet(table.sheet)
        self.last = book.last_row(table.key) + SPARE_ROWS
        self.width = len(table.columns)

    def cell(self, key: str) -> str:
        """The first data cell of a column, the column fixed: `$B5`."""
        return f"${letters(column_index(self.table, key))}{FIRST_ROW + 1}"

    @property
    def whole(self) -> str:
        """The first data row: `$A5:$F5`."""
        return f"$A{FIRST_ROW + 1}:${letters(self.width - 1)}{FIRST_ROW + 1}"

    def on(self, keys: Iterable[str], formula: str, look: dict) -> None:
        """Format the cells of some columns where the formula holds; `{cell}` in it is the cell
        itself.

        Neighbours share a rule; columns apart have one each, as LibreOffice looks at the first
        range alone.
        """
        for first, last in _runs([column_index(self.table, key) for key in keys]):
            criteria = formula.replace("{cell}", f"{letters(first)}{FIRST_ROW + 1}")
            options = {
                "type": "formula",
                "criteria": f"={criteria}",
                "format": self.book.styles.look(look),
            }
            self.sheet.conditional_format(FIRST_ROW, first, self.last, last, options)

    def row(self, formula: str, look: dict) -> None:
        """Format whole rows where the formula holds."""
        options = {
            "type": "formula",
            "criteria": f"={formula}",
            "format": self.book.styles.look(look),
        }
        self.sheet.conditional_format(FIRST_ROW, 0, self.last, self.width - 1, options)

    def bar(self, key: str) -> None:
        """Bars in the cells of a column."""
        place = column_index(self.table, key)
        options = {
            "type": "data_bar",
            "bar_color": "#9CC7C5",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
        }
        self.sheet.conditional_format(FIRST_ROW, place, self.last, place, options)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring columns."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return [(first, last) for first, last in runs]


def _key_marks(marks: _Marks, table: Table) -> None:
    """Rows that have the same key."""
    if not table.keys:
        return
    marks.on(
        table.keys, f'AND({marks.cell(table.keys[0])}<>"",{_is_repeated(marks, table)})', WRONG
    )


def _is_repeated(marks: _Marks, table: Table) -> str:
    """A test for a row whose key stands in another row, too, or with one column as key in a row
    above.

    COUNTIFS is quick but takes long numbers in texts for equal; with a month beside a name there
    are none.
    """
    pairs = [(marks.book.name(table.key, key), marks.cell(key)) for key in table.keys]
    if len(pairs) == 1:
        column, cell = pairs[0]
        return f"ROW(INDEX({column},{place_of(cell, column)}))<>ROW({cell})"
    if table.column(table.keys[0]).type == "month":
        (months, month), *others = pairs
        same = [f"{months},{month}", *(f"{column},{exactly(cell)}" for column, cell in others)]
        return f"COUNTIFS({','.join(same)})>1"
    return f"SUMPRODUCT({'*'.join(f'({column}={cell})' for column, cell in pairs)})>1"


def _cell_marks(marks: _Marks, table: Table) -> None:
    """Unknown names, texts where numbers belong, days to come, and cells that a started row still
    needs.
    """
    for column in table.columns:
        _column_marks(marks, table, column)
    required = [column.key for column in table.columns if column.required]
    marks.on(required, f"AND(COUNTA({marks.whole})>0,LEN(TRIM({{cell}}))=0)", MISSING)


def _column_marks(marks: _Marks, table: Table, column: Column) -> None:
    cell = marks.cell(column.key)
    if column.refers:
        known = marks.book.name(*column.refers.split("."))
        marks.on([column.key], f'AND({cell}<>"",ISNA({place_of(cell, known)}))', WRONG)
    if column.type in _NUMBERS:
        marks.on([column.key], f'AND({cell}<>"",NOT(ISNUMBER({cell})))', WRONG)
    if (
        column.type == "date"
        and table.group == INPUT
        and column.key == "date"
        and table.key not in ("holidays", "greetings", "excuses")
    ):
        marks.on([column.key], f"AND(ISNUMBER({cell}),{cell}>TODAY())", NOTICE)


def _own_marks(marks: _Marks, table: Table) -> None:
    """What only one table knows to be odd."""
    if table.key == "receipts":
        amount, currency, rate = marks.cell("amount"), marks.cell("currency"), marks.cell("rate")
        home = f'{currency}<>"CNY",{currency}<>"RMB",{currency}<>"人民币"'
        marks.on(["rate"], f'AND({currency}<>"",{home},{rate}="")', MISSING)
        marks.row(f"AND(ISNUMBER({amount}),{amount}<0)", NEGATIVE)
    elif table.key == "credits":
        order, share = marks.book.name("credits", "order_no"), marks.book.name("credits", "share")
        cell = marks.cell("order_no")
        total = f"SUMPRODUCT(--({order}={cell}),{share})"
        marks.row(f'AND({cell}<>"",ABS({total}-100)>0.000001)', WRONG)
    elif table.key in ("targets", "plans", "rewards", "welfare"):
        cell = marks.cell("amount")
        marks.on(["amount"], f"AND(ISNUMBER({cell}),{cell}<=0)", WRONG)
    elif table.key == "staff":
        cell = marks.cell("left")
        marks.row(f"AND(ISNUMBER({cell}),{cell}<td_next)", CLOSED)


def _closed_marks(marks: _Marks, table: Table) -> None:
    """Rows of closed months stand back: they are not to be changed."""
    timed = [c.key for c in table.columns if c.key in ("month", "date")]
    if timed and table.key != "holidays" and (table.closing or table in DOSSIER):
        cell = marks.cell(timed[0])
        marks.row(f"AND(td_last_closed>0,ISNUMBER({cell}),{cell}<td_next)", CLOSED)


def _result_marks(marks: _Marks, table: Table) -> None:
    keys = table.column_keys
    if "attainment" in keys:
        marks.bar("attainment")
    if "closing" in keys:
        marks.on(
            ["closing"], f"AND(ISNUMBER({marks.cell('closing')}),{marks.cell('closing')}<0)", WRONG
        )
    if "fines_untaken" in keys:
        marks.on(["fines_untaken"], f"N({marks.cell('fines_untaken')})>0", MISSING)
    if "state" in keys:
        state = marks.cell("state")
        marks.on(["state"], f"OR({_is_state(state, 'closed')},{_is_state(state, 'locked')})", GOOD)
        marks.on(["state"], _is_state(state, "open"), MISSING)
    if table.key == "board":
        _board_marks(marks, table)
    if table.key == PICTURE:
        _picture_marks(marks)
    if "total" in keys:
        marks.on(["total"], f"ISNUMBER({marks.cell('total')})", rule(TEAL, bold=True))


def _is_state(state: str, key: str) -> str:
    """Whether the cell of a period's state holds that one, alone or behind a label; in Chinese
    also its label.
    """
    ends = f'RIGHT({state},{len(key)})="{key}"'
    return (
        f'OR({ends},{state}="{choice_of(TABLES["closes"].column("state"), key)}")'
        if spoken() == ZH
        else ends
    )


def _picture_marks(marks: _Marks) -> None:
    """The bars in their colours: late, done, going on; the day's month; what slipped twice."""
    first = marks.cell(PICTURE_MONTHS[0]).removeprefix("$")
    late, share = marks.cell("late"), marks.cell("progress")
    slipped = marks.cell("slipped")
    marks.on(["slipped"], f"N({slipped})>1", WRONG)
    marks.on(["item_no", "late"], f'AND(N({late})>0,LEFT({marks.cell("item_no")},1)<>"Σ")', WRONG)
    marks.row(f'LEFT({marks.cell("item_no")},1)="Σ"', rule(TEAL, bold=True))
    marks.on(PICTURE_MONTHS, f'ISNUMBER(SEARCH("{LATE}",{first}))', rule(RED))
    marks.on(PICTURE_MONTHS, f"AND(N({late})>0,N({share})<100)", rule(AMBER))
    marks.on(PICTURE_MONTHS, f"N({share})>=100", rule(GREEN))
    marks.on(PICTURE_MONTHS, "TRUE", rule(BLUE))
    marks.bar("progress")


def _board_marks(marks: _Marks, table: Table) -> None:
    """The state of each form in its colour, and an order that is behind the stage that it
    claims.
    """
    forms = [key for key in table.column_keys if key in TEN]
    first = marks.cell(forms[0]).removeprefix("$")
    looks = {"missing": WRONG, "approval owed": NOTICE, "due": MISSING, "done": GOOD}
    for state, look in looks.items():
        label = choice_of(table.column(forms[0]), state)
        marks.on(forms, f'{first}="{label}"', look)
    row = f"{marks.cell(forms[0])}:{marks.cell(forms[-1])}"
    missing = choice_of(table.column(forms[0]), "missing")
    behind = f'OR({marks.cell("stage")}={marks.cell("next")},COUNTIF({row},"{missing}")>0)'
    marks.on(["reached"], f'AND({marks.cell("stage")}<>"",{behind})', WRONG)
