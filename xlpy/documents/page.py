"""A4 pages on a worksheet: rows of cells whose heights are known, with page breaks where a reader
expects them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from xlpy.documents.measure import FONT, height_of, pieces, wrapped

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SIZE = 9
WIDTH = 660
"""What the columns of a page sum to, in pixels of 1/96 inch: A4 less its margins. LibreOffice
makes a column 6 % wider than Excel does, for it does not round the width of a digit: it must fit
there, too. A column is as wide as so many
digits: where a wider font stands in for ours, so is the paper, and it is printed smaller, one page
wide.
"""
HEIGHT = 725.0
"""The height of a page's rows in points: A4 less its margins, and 27 to spare. Where the fonts of
header and footer are high, LibreOffice takes room from the page; one row too many, and it prints
the last page no more.
"""
INDENT = 7.5
"""The points that one step of indent takes."""
LONGEST = 12
"""How many lines a row has at most; a longer text goes on in the next row."""
_TOP = 3
"""Pixels above a picture that is not centred."""
_MARGINS = {"left": 0.45, "right": 0.45, "top": 0.6, "bottom": 0.65}
INK, MUTED, LINE, SHADE, RED = "#1F2937", "#5B6472", "#9AA4B2", "#EEF1F5", "#C00000"


class Cell(NamedTuple):
    """A cell over some columns (both included), its value, its look, and the number format of a
    number.
    """

    first: int
    last: int
    value: object = None
    look: tuple[tuple[str, object], ...] = ()
    label: str = ""


def cell(first: int, last: int, value: object = None, label: str = "", **look: object) -> Cell:
    """A cell; `label` stands before the value in a lighter ink."""
    return Cell(first, last, value, tuple(sorted(look.items())), label)


@dataclass
class Row:
    """A row: its cells, at least this high (points), pictures to put into it."""

    cells: list[Cell]
    least: float = 15.0
    pictures: list["Picture"] = field(default_factory=list)


class Picture(NamedTuple):
    """A picture to be put into a cell's place: the file's bytes, its size in pixels, where it
    goes.
    """

    name: str
    data: bytes
    column: int
    width: float
    height: float
    x_scale: float
    y_scale: float
    centred: bool = False
    left: float = 6


@dataclass
class Block:
    """Rows that stay together on a page."""

    rows: list[Row]


class Sheet:
    """One paper: blocks in order, one of which may be a table's header that is repeated on the
    pages after it.
    """

    def __init__(self, widths: Sequence[int], footer: tuple[str, str], draft: str = ""):
        self.widths = list(widths)
        self.footer = footer
        self.draft = draft
        self.blocks: list[Block] = []
        self.joined: set[int] = set()
        self._headed = False
        self.header: int | None = None
        self.repeats = False
        self.continued: tuple[int, ...] = ()
        self.items: tuple[int, int] = (0, 0)
        self.again: dict[int, Row] = {}
        """Blocks of other tables → the header that comes again where one begins a page."""
        self.said: dict[str, object] = {}
        """All that the paper says, by the name that a template of the user's calls it."""
        self.lists: dict[str, list[dict[str, object]]] = {}
        """Its tables: name → rows by the names of their columns."""
        self.keys: dict[str, tuple[str, ...]] = {}
        """The names of their columns."""
        self.columns: tuple[str, ...] = ()
        """The names of the columns of its table, as wide as it."""

    def say(self, values: Iterable[tuple[str, object]]) -> None:
        """Note what the paper says, by name: of one name what is not blank."""
        for name, value in values:
            if value not in (None, "") or name not in self.said:
                self.said[name] = value

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    @property
    def middle(self) -> int:
        """The first column of the right half."""
        total, used = sum(self.widths), 0
        for column, width in enumerate(self.widths):
            if used + width / 2 >= total / 2:
                return column
            used += width
        return self.last

    def add(self, *rows: Row) -> None:
        """Rows that stay together."""
        if self._headed:
            self.joined.add(len(self.blocks))
            # Room is not what a heading is of: that comes behind it.
            self._headed = not any(row.cells for row in rows)
        self.blocks.append(Block(list(rows)))

    def add_heading(self, *rows: Row) -> None:
        """Rows that stay together, and on one page with what they head."""
        self.add(*rows)
        self._headed = True

    def add_joined(self, *rows: Row) -> None:
        """Rows that stay together, and on one page with those before them: a place to sign never
        stands alone.
        """
        if self.blocks:
            self.joined.add(len(self.blocks))
        self.add(*rows)

    def table(self, header: Row, rows: Sequence[Row]) -> None:
        """A table whose header comes again on each page that its rows reach."""
        self.header = len(self.blocks)
        self.add(header)
        first = len(self.blocks)
        self.blocks += [Block([row]) for row in rows]
        self.items = (first, len(self.blocks))

    def points(self, each: Cell) -> float:
        """The width of a cell in points, less its indent."""
        indent = dict(each.look).get("indent", 0) * INDENT
        return sum(self.widths[each.first : each.last + 1]) * 0.75 - 6 - indent

    def height(self, row: Row) -> float:
        """A row's height in points: its highest text, or its least."""
        heights = [self._text_height(each) for each in row.cells]
        return max([row.least, *heights])

    def _text_height(self, each: Cell) -> float:
        text = f"{each.label}{each.value}" if isinstance(each.value, str) else each.label
        look = dict(each.look)
        size = look.get("font_size", SIZE)
        return (
            height_of(wrapped(text, self.points(each), size, bool(look.get("bold"))), size)
            if text
            else 0
        )

    def long_text(
        self, first: int, last: int, text: str, label: str = "", **look: object
    ) -> list[Row]:
        """A text over some columns, in as many rows as it needs: none is higher than half a
        page.
        """
        each = cell(first, last, "", label, **look)
        parts = pieces(
            label + text, self.points(each), dict(each.look).get("font_size", SIZE), LONGEST
        )
        rows = [Row([cell(first, last, part, **look)]) for part in parts[1:]]
        return [Row([cell(first, last, parts[0][len(label) :], label, **look)]), *rows]

    def pages(self) -> list[int]:
        """The indexes of the blocks before which a page ends; tells how the table's header comes
        again.

        When a table runs over a page, its last two rows go with all that follows it, as far as a
        page holds that: the spreadsheet program then repeats the header on every page (`repeats`).
        When more follows than a page holds, it would stand over what is no table: it is then
        written anew where the table goes on (`continued`).
        """
        groups = self._groups()
        breaks = self._broken(groups, 0.0)
        first, end = self.items
        self.repeats, self.continued = False, ()
        if self.header is None or not any(first < at < end for at in breaks):
            return breaks
        repeated = self._height(self.header)
        kept = max(first + 1, end - 2)
        tail = list(range(kept, len(self.blocks)))
        self.repeats = sum(map(self._height, tail)) + repeated <= HEIGHT
        if self.repeats:
            groups = [*(group for group in groups if group[0] < kept), tail]
        breaks = self._broken(groups, repeated)
        self.continued = () if self.repeats else tuple(at for at in breaks if first < at < end)
        return breaks

    def _groups(self) -> list[list[int]]:
        """The blocks; a table's header joined to its first row, its last row to the total, a place
        to sign to what is signed, what has a heading to it: no page ends between.
        """
        first, end = self.items
        joined = {first, end} if self.header is not None and first < end else set()
        joined |= self.joined
        groups: list[list[int]] = []
        for index in range(len(self.blocks)):
            if index in joined:
                groups[-1].append(index)
            else:
                groups.append([index])
        return groups

    def _height(self, index: int) -> float:
        return sum(self.height(row) for row in self.blocks[index].rows)

    def _broken(self, groups: list[list[int]], repeated: float) -> list[int]:
        breaks, used = [], 0.0
        for group in groups:
            height = sum(map(self._height, group))
            if used and used + height > HEIGHT:
                breaks.append(group[0])
                used = repeated if self.items[0] < group[0] < self.items[1] or self.repeats else 0.0
                used += self.height(self.again[group[0]]) if group[0] in self.again else 0.0
            used += height
        return breaks


def write(workbook: "Workbook", name: str, sheet: Sheet) -> None:
    """Put a paper on a new worksheet of the workbook, ready to be printed."""
    worksheet = workbook.add_worksheet(name)
    breaks = sheet.pages()
    for column, width in enumerate(sheet.widths):
        worksheet.set_column_pixels(column, column, width)
    formats: dict = {}
    at, page_ends = 0, []
    for index, block in enumerate(sheet.blocks):
        if index in breaks:
            page_ends.append(at)
        if sheet.repeats and sheet.header == index:
            worksheet.repeat_rows(at, at + len(block.rows) - 1)
        again = sheet.blocks[sheet.header].rows if index in sheet.continued else []
        if index in breaks and index in sheet.again:
            again = [sheet.again[index]]
        for row in (*again, *block.rows):
            height = sheet.height(row)
            worksheet.set_row(at, height)
            for each in row.cells:
                _write_cell(workbook, worksheet, at, each, formats)
            for picture in row.pictures:
                _insert(worksheet, at, picture, sheet.widths[picture.column], height / 0.75)
            at += 1
    worksheet.set_h_pagebreaks(page_ends)
    _set_up(worksheet, sheet, at)


def _write_cell(workbook, worksheet, row: int, each: Cell, formats: dict) -> None:
    look = _format(workbook, formats, each.look)
    if each.last > each.first:
        worksheet.merge_range(row, each.first, row, each.last, "", look)
    value = each.value
    if each.label:
        text = "" if value is None else str(value)
        light = _format(
            workbook,
            formats,
            (("font_color", MUTED), ("font_size", dict(each.look).get("font_size", SIZE))),
        )
        dark = _format(
            workbook,
            formats,
            tuple(i for i in each.look if i[0] in ("bold", "font_size", "font_color")),
        )
        parts = [light, each.label, dark, text] if text else None
        if parts:
            worksheet.write_rich_string(row, each.first, *parts, look)
        else:
            worksheet.write_string(row, each.first, each.label, look)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        worksheet.write_number(row, each.first, float(value), look)
    elif value is not None and value != "":
        worksheet.write_string(row, each.first, str(value), look)
    else:
        worksheet.write_blank(row, each.first, None, look)


def _format(workbook, formats: dict, look: tuple):
    if look not in formats:
        base = {
            "font_name": FONT,
            "font_size": SIZE,
            "font_color": INK,
            "text_wrap": True,
            "valign": "vcenter",
        }
        formats[look] = workbook.add_format({**base, **dict(look)})
    return formats[look]


def _insert(worksheet, row: int, picture: Picture, width: float, height: float) -> None:
    """Put a picture into a cell of so many pixels: in its middle, or so far from its left."""
    free = (width - picture.width, height - picture.height) if picture.centred else None
    worksheet.insert_image(
        row,
        picture.column,
        picture.name,
        {
            "image_data": BytesIO(picture.data),
            "x_scale": picture.x_scale,
            "y_scale": picture.y_scale,
            "x_offset": max(free[0] / 2, 1) if free else picture.left,
            "y_offset": max(free[1] / 2, 1) if free else _TOP,
            "object_position": 1,
        },
    )


def _set_up(worksheet, sheet: Sheet, rows: int) -> None:
    worksheet.set_paper(9)
    worksheet.set_portrait()
    worksheet.set_margins(**_MARGINS)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    worksheet.print_area(0, 0, max(rows - 1, 0), sheet.last)
    # One page wide whatever stands in for the font; as high as it comes, for then the breaks
    # between pages hold.
    worksheet.fit_to_pages(1, 0)
    left, right = map(_in_footer, sheet.footer)
    worksheet.set_footer(
        f'&L&"{FONT}"&8{left}&C&"{FONT}"&8&P / &N&R&"{FONT}"&8{right}', {"margin": 0.3}
    )
    if sheet.draft:
        worksheet.set_header(f'&R&"{FONT},Bold"&14&KC00000{sheet.draft}', {"margin": 0.25})


def _in_footer(text: str) -> str:
    """A text as a footer holds it behind the size of its letters: digits would be read as part of
    that.
    """
    return (" " if text[:1].isdecimal() else "") + text.replace("&", "&&")
