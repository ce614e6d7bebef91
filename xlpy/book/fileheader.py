"""Where the header of somebody's table stands, what its headings mean, and which rows are none of
the table's.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from xlpy.book.cells.given import unit_of
from xlpy.book.grid import Grid, Row
from xlpy.book.words import vocabulary
from xlpy.core.headings import Meant, Named, joined_rows
from xlpy.core.text import Text

LONGEST_HEADING = 60
_WITHIN = 60
"""So many rows from the top are looked at for a header."""
_LONGEST_TOTAL = 16
_NOTE = re.compile(
    r"(注|备注|说明|制表|填表|审核|复核|打印|导出|单位|日期"
    r"|notes?|remarks?|prepared|checked|printed|exported)"
    r"[^:：]{0,12}[:：]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\w\s:：,，.。、()（）/-]+")
_COUNTED = re.compile(r"[\d\s:：,.()（）笔条行人个共]")


def score(named: Named, grid: Grid) -> int:
    """How many columns the best header of a grid names."""
    found = header_in(named, grid.rows)
    return len({meant.key for meant in found[2]} - {None}) if found else 0


def header_in(named: Named, rows: Sequence[Row]) -> tuple[int, int, list[Meant]] | None:
    """Where the header stands, over how many rows, and what its headings mean; None where no row
    names a column.
    """
    best: tuple[int, int, list[Meant]] | None = None
    most = (0, 0)
    for at in range(min(len(rows), _WITHIN)):
        texts = rows[at].texts
        options = [(1, [meant_by(named, text) for text in texts])]
        if at + 1 < len(rows) and may_head(rows[at + 1]):
            options.append((2, _of_two(named, texts, rows[at + 1].texts)))
        for span, meant in options:
            known = len({each.key for each in meant} - {None})
            # A title above the header adds nothing to it.
            if known and (known, -span) > most:
                best, most = (at, span, meant), (known, -span)
    return best


def meant_by(named: Named, heading: str) -> Meant:
    """What a heading means, whatever it says of its unit and form; nothing for a text that is too
    long for one.
    """
    if not heading or len(heading) > LONGEST_HEADING:
        return Meant(None)
    return named.meant(unit_of(heading)[0])


def _of_two(named: Named, upper: Sequence[str], lower: Sequence[str]) -> list[Meant]:
    """What headings over two rows mean: by the lower, else by both together, else by the upper."""
    found = []
    for at, whole in enumerate(joined_rows(upper, lower)):
        below, above = (row[at] if at < len(row) else "" for row in (lower, upper))
        options = [meant_by(named, text) for text in (below, whole, above)]
        found.append(next((meant for meant in options if meant.key), options[0 if below else 2]))
    return found


def may_head(row: Row) -> bool:
    """Whether a row may be a further one of headings: short texts without digits."""
    filled = [cell for cell in row.cells if cell != ""]
    return all(
        isinstance(cell, str) and len(cell) <= LONGEST_HEADING for cell in filled
    ) and not any(sign.isdigit() for cell in filled for sign in cell)


def why_no_row(row: Row, header: Sequence) -> Text | None:
    """Why a row is no row of the table: a total, a note, the header once more; None where it is
    one.
    """
    if row.cells == header:
        return Text("又是表头", "is the header once more")
    texts = [cell for cell in row.cells if isinstance(cell, str) and cell]
    if not texts:
        return None
    if _NOTE.match(texts[0]) and all(map(_NOTE.match, texts)):
        return Text("是表外的说明", "is a note outside of the table")
    words = list(islice((text for text in texts if not _is_figure(text)), 2))
    if len(words) == 1 and len(words[0]) <= _LONGEST_TOTAL and _is_total(words[0]):
        return Text("是合计，不是数据", "is a total")
    return None


def _is_figure(text: str) -> bool:
    """Whether a text is a number, a sum, a day or a month."""
    return text[-1:].isdigit() or text[:1].isdigit() or text[-1:] in "%‰元月日年" or text in "-—–/"


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    if not _WORDS.fullmatch(text):
        return False
    tagged = vocabulary("totals").tagged(_COUNTED.sub("", text))
    return tagged.whole and "total" in tagged.tags
