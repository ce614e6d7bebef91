"""What the views share: texts, formulas with the value they have, links, headings, choosers, print
set-up.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.build.book import HOME, Book, absolute, letters, sheet_ref
from xlpy.build.figures import Figures
from xlpy.build.speech import Label, sentences, spelled, tab
from xlpy.build.style import (
    AMBER_LIGHT,
    INK,
    LINE,
    MONEY,
    MONTH,
    MUTED,
    NAVY,
    PAPER,
    PERCENT,
    TEAL,
    TEAL_LIGHT,
    WHITE,
)


def warned(reads: Label | None = None) -> dict:
    """A list that asks before it takes another entry; `reads`: such forms are understood."""
    said = Label("不在列表里，确定吗？", "Not in the list. Keep it?")
    if reads:
        said = Label(
            f"不在列表里；{reads.zh} 认得。保留吗？",
            f"Not in the list; {reads.en} is understood. Keep it?",
        )
    return {"error_type": "warning", "error_message": said}


class View:
    """A sheet of formulas that shows what the tables hold."""

    def __init__(self, book: Book, name: str, widths: tuple[float, ...]):
        self.book = book
        self.name = name
        self.sheet = book.sheet(name)
        self.figures = Figures(book.rows, book.year)
        self.last_column = len(widths) - 1
        self.sheet.set_default_row(19)
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)

    def style(self, **properties: object) -> Format:
        """A cell format."""
        return self.book.styles.get(**properties)

    def text(self, row: int, column: int, text: str | Label, **properties: object) -> None:
        """A text."""
        self.sheet.write_string(row, column, str(text), self.style(**properties))

    def formula(
        self, row: int, column: int, formula: str, value: object, **properties: object
    ) -> None:
        """A formula (in braces: an array formula) with its value."""
        write_formula(self.sheet, row, column, formula, self.style(**properties), _cached(value))

    def spread(
        self,
        area: tuple[int, int, int, int],
        formula: str,
        values: Sequence[Sequence[object]],
        **properties: object,
    ) -> None:
        """One array formula over several cells (first and last row and column), with the values
        that they have, row by row.
        """
        style = self.style(**properties)
        self.sheet.write_array_formula(*area, f"{{{formula}}}", style, _cached(values[0][0]))
        for row, line in enumerate(values, area[0]):
            for column, value in enumerate(line, area[1]):
                held = _cached(value)
                if (row, column) == area[:2]:
                    continue
                if isinstance(held, str):
                    self.sheet.write_string(row, column, held, style)
                else:
                    self.sheet.write_number(row, column, held, style)

    def blank(self, row: int, first: int, last: int, **properties: object) -> None:
        """Empty cells of one look."""
        for column in range(first, last + 1):
            self.sheet.write_blank(row, column, None, self.style(**properties))

    def link(
        self,
        row: int,
        column: int,
        sheet: str,
        text: str | Label,
        cell: str = "A1",
        **properties: object,
    ) -> None:
        """A link to a cell of a sheet; the sheet's own name comes out in the workbook's
        language.
        """
        look = {"font_color": TEAL, "underline": 1, "indent": 0 if row == 0 else 1, **properties}
        self.sheet.write_url(
            row,
            column,
            f"internal:{sheet_ref(sheet)}!{cell}",
            self.style(**look),
            tab(text) if text == sheet else str(text),
        )

    def title(self, zh: str, en: str, what_zh: str, what_en: str) -> None:
        """The link home, the title, and a sentence in both languages."""
        self.link(0, 1, HOME, Label("« 首页", "Home"), font_size=9)
        self.sheet.set_row(1, 30)
        self.text(1, 1, Label(zh, en).apart("  "), bold=True, font_size=18, font_color=NAVY)
        for row, sentence in enumerate(sentences(what_zh, what_en), 2):
            self.text(row, 1, sentence, font_color=MUTED, font_size=9)

    def letterhead(self) -> None:
        """The company's names at the right of the title: the sheet is printed and signed."""
        company = next(iter(self.figures.of("companies")), {})
        for row, key, look in (
            (1, "zh_name", {"bold": True, "font_color": INK}),
            (2, "en_name", {"font_size": 9}),
        ):
            formula = f'=INDEX({self.book.name("companies", key)},1)&""'
            text = str(company.get(key) or "")
            self.formula(
                row,
                self.last_column,
                formula,
                text,
                **{"font_color": MUTED, "align": "right", **look},
            )

    def heading(
        self, row: int, text: str | Label, last: int | None = None, first: int = 1, value: str = ""
    ) -> None:
        """A block's heading over a line; `value`: what it shows now where it is a formula."""
        self.sheet.set_row(row, 24)
        look = {
            "bold": True,
            "font_size": 12,
            "font_color": TEAL,
            "bottom": 2,
            "bottom_color": TEAL,
        }
        self.blank(row, first, self.last_column if last is None else last, **look)
        if value:
            self.formula(row, first, str(text), value, **look)
        else:
            self.text(row, first, text, **look)

    def header(self, row: int, first: int, labels: Iterable[str | Label]) -> None:
        """The header cells of a list."""
        self.sheet.set_row(row, 34)
        look = {
            "bold": True,
            "font_color": WHITE,
            "bg_color": TEAL,
            "text_wrap": True,
            "align": "center",
        }
        for column, label in enumerate(labels, first):
            self.text(row, column, label, border=1, border_color=WHITE, **look)

    def chooser(
        self,
        row: int,
        column: int,
        label: str | Label,
        formula: str,
        value: object,
        source: str,
        name: str,
        reads: Label | None = None,
        **properties: object,
    ) -> None:
        """A labelled cell with a drop-down, filled by a formula until somebody chooses; it gets
        the name.

        `reads`: such forms are understood when they are typed, so another entry is asked about and
        not refused.
        """
        self.text(row, column - 1, label, bold=True, align="right", indent=1)
        look = {
            "bg_color": AMBER_LIGHT,
            "border": 1,
            "border_color": TEAL,
            "bold": True,
            "align": "center",
        }
        self.formula(row, column, formula, value, **look, **properties)
        options = {
            "validate": "list",
            "source": f"={source}",
            "input_title": Label("请选择", "Choose"),
            "input_message": Label("从下拉列表选。", "Choose from the list."),
            "error_title": str(label)[:32],
            "error_message": Label("请从下拉列表选。", "Choose from the list."),
        }
        if reads:
            options |= warned(reads) | {
                "input_message": Label(
                    f"从下拉列表选，或输入 {reads.zh}。",
                    f"Choose from the list, or type {reads.en}.",
                )
            }
        self.sheet.data_validation(row, column, row, column, spelled(options))
        self.book.name_cell(name, self.name, row, column)

    def understood(self, name: str, row: int, formula: str, value: object) -> str:
        """In the margin, unseen: what the cell of a name means, however somebody typed it; the
        name of that.
        """
        self.formula(row, 0, formula, value, **HIDDEN)
        return self.book.name_cell(f"{name}_read", self.name, row, 0)

    def mark(self, area: tuple[int, int, int, int], formula: str, look: dict) -> None:
        """A conditional format, the formula written for the area's first cell."""
        options = {
            "type": "formula",
            "criteria": f"={formula}",
            "format": self.book.styles.look(look),
        }
        self.sheet.conditional_format(*area, options)

    def rule_rows(self, area: tuple[int, int, int, int], first: str) -> None:
        """A line under those rows of an area whose cell below `first` holds something; the others
        are bare.
        """
        column, row = first.rstrip("0123456789"), first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        self.mark(area, f'${column}{row}<>""', BOX)

    def print_set_up(
        self, last_row: int | None, landscape: bool = False, pages_high: int = 1
    ) -> None:
        """A4, one page wide, with page numbers; the last row is None for a sheet of the program's.

        LibreOffice prints hidden sheets, too, when they have a print area.
        """
        sheet = self.sheet
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        if last_row is not None:
            sheet.print_area(0, 0, last_row, self.last_column)
        sheet.fit_to_pages(1, pages_high)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.center_horizontally()
        sheet.set_footer(f"&L&9TradeDept · {tab(self.name)}&C&9&P / &N&R&9&D")


def _cached(value: object) -> Any:
    """A value as a formula's cell holds it."""
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, Label) else value


def write_formula(
    sheet: Worksheet, row: int, column: int, formula: str, style: Format, value: object
) -> None:
    """Write a formula with the value that it has; one in braces is an array formula."""
    if formula.startswith("{"):
        sheet.write_array_formula(row, column, row, column, formula, style, value)
    else:
        sheet.write_formula(row, column, formula, style, value)


def cell(row: int, column: int) -> str:
    """A cell's address, from 0: `A1`."""
    return f"{letters(column)}{row + 1}"


def money_text(amount: Decimal | int) -> str:
    """An amount as TEXT(…,"#,##0.00") gives it."""
    return f"{Decimal(amount).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def percent_text(ratio: Decimal | int) -> str:
    """A ratio as TEXT(…,"0.00%") gives it."""
    return f"{(Decimal(ratio) * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def plain_text(value: object) -> str:
    """A number as a formula joins it to a text: no decimals that are zero."""
    text = format(Decimal(str(value)), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def period_text(value: object) -> str:
    """A period's cell as a text: that of a year may hold a number."""
    return plain_text(value) if isinstance(value, (int, float, Decimal)) else str(value or "")


BOX = {"bottom": 1, "bottom_color": LINE}
AMOUNT = {**BOX, "num_format": MONEY}
RATIO = {**BOX, "num_format": PERCENT, "align": "center"}
WHEN = {"num_format": MONTH}
HIDDEN = {"num_format": ";;;", "font_color": WHITE}
TOTAL = {
    "bold": True,
    "top": 1,
    "top_color": INK,
    "bottom": 6,
    "bottom_color": INK,
    "bg_color": PAPER,
}
SOFT = {"bg_color": TEAL_LIGHT}

__all__ = [
    "AMOUNT",
    "BOX",
    "HIDDEN",
    "RATIO",
    "SOFT",
    "TOTAL",
    "WHEN",
    "View",
    "absolute",
    "cell",
    "money_text",
    "percent_text",
    "period_text",
    "plain_text",
    "write_formula",
]
