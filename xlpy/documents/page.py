"""A4 pages: rows of cells whose heights are known, with page breaks where a reader expects them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlpy.documents.measure import LITTLE_ROOM, ROOM, height_of, in_lines, pieces, stretch, wrapped

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
_LITTLE = 0.3
"""The share of a page below which a last page holds little."""
INDENT = 7.5
"""The points that one step of indent takes."""
LONGEST = 12
"""How many lines a row has at most; a longer text goes on in the next row."""
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


def valign(above: bool, below: bool) -> str:
    """Where one of the rows of a long text has its own, that no gap is left between two: what is
    spare in a row between others stands half above, half below.
    """
    if above and below:
        return "vcenter"
    return "top" if above else "bottom"


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
        self.is_spaced = False
        """Whether texts on the right keep the room to the line there that numbers have."""
        self.is_smaller = False
        """Whether it is printed smaller, so that it is one page high."""
        self._headed = False
        self._room = ROOM
        self._heights: list[float] = []
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

    def table(self, header: Row, items: Sequence[Sequence[Row]]) -> None:
        """A table whose header comes again on each page that its rows reach; the rows of an item
        stay together where they are no third of a page.
        """
        self.header = len(self.blocks)
        self.add(header)
        first = len(self.blocks)
        for rows in items:
            if sum(map(self.height, rows)) <= HEIGHT / 3:
                self.joined |= set(range(len(self.blocks) + 1, len(self.blocks) + len(rows)))
            self.blocks += [Block([row]) for row in rows]
        self.items = (first, len(self.blocks))

    def points(self, each: Cell) -> float:
        """The width of a cell in points, less its indent."""
        return self._points(each, dict(each.look))

    def _points(self, each: Cell, look: dict) -> float:
        indent = look.get("indent", 0) * INDENT
        return sum(self.widths[each.first : each.last + 1]) * 0.75 - 6 - indent

    def height(self, row: Row) -> float:
        """A row's height in points: its highest text, or its least."""
        heights = [self._text_height(each) for each in row.cells]
        return max([row.least, *heights])

    def _text_height(self, each: Cell) -> float:
        text = f"{each.label}{each.value}" if isinstance(each.value, str) else each.label
        if not text:
            return 0
        look = dict(each.look)
        size = look.get("font_size", SIZE)
        lines = wrapped(text, self._points(each, look), size, bool(look.get("bold")))
        return height_of(lines, size, self._room)

    def long_text(
        self, first: int, last: int, text: str, label: str = "", **look: object
    ) -> list[Row]:
        """A text over some columns, in as many rows as it needs: none is higher than half a
        page.
        """
        each = cell(first, last, "", label, **look)
        top, *parts = self.rows_of(label + text, each)
        told = [(top[len(label) :], label), *((part, "") for part in parts)]
        rows = []
        for at, (said, before) in enumerate(told):
            if parts and "border" not in look:
                look["valign"] = valign(at > 0, at < len(parts))
            rows.append(Row([cell(first, last, said, before, **look)]))
        return rows

    def rows_of(self, text: str, each: Cell) -> list[str]:
        """What of a text stands in each of the rows that it takes in a cell. Of several, lines end
        as they are reckoned: no gap is left between two.
        """
        width, size = self.points(each), dict(each.look).get("font_size", SIZE)
        parts = pieces(text, width, size, LONGEST)
        return [in_lines(part, width, size) for part in parts] if len(parts) > 1 else parts

    def pages(self) -> list[int]:
        """The indexes of the blocks before which a page ends; tells how the table's header comes
        again. A paper that a little less room puts on fewer pages is set so; one that takes a
        second page for the higher lines of a font that stands in is printed smaller, on one.
        """
        self.is_smaller = False
        found = self._page_ends(ROOM)
        if found:
            fewer = self._page_ends(LITTLE_ROOM)
            if len(fewer) < len(found):
                return fewer
            if sum(self._heights) <= HEIGHT * stretch():
                self.is_smaller, self.repeats, self.continued = True, False, ()
                return []
            found = self._page_ends(ROOM)
        return found

    def _page_ends(self, room: float) -> list[int]:
        """The indexes of the blocks before which a page ends, with so much room around texts.

        When a table runs over a page, its last two rows go with all that follows it, as far as a
        page holds that: the spreadsheet program then repeats the header on every page (`repeats`).
        When more follows than a page holds, it would stand over what is no table, and when the page
        before would be left half empty, what follows begins there: the header is then written anew
        where the table goes on (`continued`).
        """
        self._room = room
        self._heights = [sum(map(self.height, block.rows)) for block in self.blocks]
        first, end = self.items
        self.repeats, self.continued = False, ()
        breaks = self._broken(self._groups(), 0.0)
        if self.header is None or not any(first < at < end for at in breaks):
            return breaks
        repeated = self._heights[self.header]
        breaks = self._broken(self._groups(), repeated)
        kept = max(first + 1, end - 2)
        while kept in self.joined and kept > first + 1:
            kept -= 1
        if sum(self._heights[kept:]) + repeated <= HEIGHT:
            together = self._kept_together(kept, repeated)
            if together[-1] != kept or self._is_filled(together, repeated, len(breaks)):
                self.repeats = True
                return together
        self.continued = tuple(at for at in breaks if first < at < end)
        return self._ended_fuller(breaks)

    def _ended_fuller(self, breaks: list[int]) -> list[int]:
        """Where pages end when a last page that would hold little begins earlier behind the table,
        where its parts do if that is possible: an account and a place to sign do not stand alone.
        The page before stays half full.
        """
        last, before = breaks[-1], breaks[-2] if len(breaks) > 1 else 0
        if sum(self._heights[last:]) > HEIGHT * _LITTLE:
            return breaks
        earlier = [
            at
            for at in range(self.items[1] + 1, last)
            if at not in self.joined
            and sum(self._heights[before:at]) >= HEIGHT / 2
            and sum(self._heights[at:]) <= HEIGHT
        ]
        parts = [at for at in earlier if not any(row.cells for row in self.blocks[at].rows)]
        return [*breaks[:-1], *(parts or earlier or [last])[:1]]

    def _kept_together(self, kept: int, repeated: float) -> list[int]:
        """Where pages end when all blocks from one on are together on the last page."""
        groups = [group for group in self._groups() if group[0] < kept]
        return self._broken([*groups, list(range(kept, len(self.blocks)))], repeated)

    def _is_filled(self, breaks: list[int], repeated: float, apart: int) -> bool:
        """Whether the page before the last is half full, or is needed anyway: by so many."""
        before, last = breaks[-2] if len(breaks) > 1 else 0, breaks[-1]
        used = sum(self._heights[before:last]) + (repeated if before else 0.0)
        return used >= HEIGHT / 2 or apart > len(breaks)

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

    def _broken(self, groups: list[list[int]], repeated: float) -> list[int]:
        breaks, used = [], 0.0
        for group in groups:
            height = sum(self._heights[at] for at in group)
            if used and used + height > HEIGHT:
                breaks.append(group[0])
                used = repeated if self.items[0] < group[0] < self.items[1] or self.repeats else 0.0
                used += self.height(self.again[group[0]]) if group[0] in self.again else 0.0
            used += height
        return breaks
