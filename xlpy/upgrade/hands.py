"""What users did in sheets that the program fills: an upgrade reports what it would lose before it
writes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from xlpy.core.issues import FileError
from xlpy.core.tables import LAYOUT
from xlpy.core.text import Text
from xlpy.ooxml.contents import Cells, Contents
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.package import Package, Sheet
from xlpy.ooxml.xmlparts import unescaped
from xlpy.upgrade import earlier
from xlpy.upgrade.shapes import prints
from xlpy.upgrade.views import LISTS, MACRO_SHEETS, STRETCHED

MOST_NAMED = 6
MAX_CELLS = 2000
MAX_QUOTED = 60
_OURS_BELOW = {"drawing", "printerSettings"}
_TEXT = re.compile(
    r"<(?:[\w.-]+:)?(?:f|formula|formula1|formula2|definedName)(?:\s[^<>]*)?>([^<]+)</"
)
_STRING = re.compile(r'"[^"]*"')

Loss = Text


class Hands:
    """Looks for what users put into views, and for what of theirs stands on cells of views that
    change.
    """

    def __init__(
        self,
        package: Package,
        model: Package,
        layout: int,
        views: Mapping[str, Sheet],
        new: Mapping[str, Sheet],
    ):
        self.package = package
        self.layout = layout
        self.views = views
        self.old = {code: Contents(package).cells(sheet.part) for code, sheet in views.items()}
        contents = Contents(model)
        self.new = {code: contents.cells(sheet.part) for code, sheet in new.items()}
        self.defined = earlier.defined_names(package)

    def check(self, going: Iterable[str]) -> None:
        """Raise FileError for all that would be lost; `going`: the names that are going to go."""
        found = [*self._in_views(), *self._on_views(), *self._on_names(set(going))]
        if found:
            raise _refusal(self.package, found)

    def _in_views(self) -> Iterator[Loss]:
        for code, sheet in self.views.items():
            if code in MACRO_SHEETS:
                continue
            known = earlier.cells(self.layout, code) | self._offered(code)
            if self.layout == LAYOUT:
                known |= self.new.get(code, {}).keys()
            strange = [
                cell
                for cell in self.old[code]
                if cell not in known and not self._stretched(code, cell, known)
            ]
            for row, column in strange[:MOST_NAMED]:
                where = f"{letters(column)}{row}"
                yield Text(
                    f"工作表“{sheet.name}”的单元格 {where}",
                    f'cell {where} of the sheet "{sheet.name}"',
                )
            yield from self._over_ours(code, sheet, known)
            yield from self._below(code, sheet)

    def _over_ours(self, code: str, sheet: Sheet, known: set[tuple[int, int]]) -> Iterator[Loss]:
        """Formulas that stand in cells of ours, and are none that a view like this ever had."""
        ours = earlier.formulas(self.layout, code)
        if self.layout == LAYOUT:
            ours |= prints(self.new.get(code, {}).values())
        for (row, column), held in self.old[code].items():
            if (row, column) in known and prints([held]) - ours:
                where = f"{letters(column)}{row}"
                yield Text(
                    f"工作表“{sheet.name}”的单元格 {where} 里的公式 {_quoted(held)}",
                    f'the formula {_quoted(held)} in cell {where} of the sheet "{sheet.name}"',
                )

    def _offered(self, code: str) -> set[tuple[int, int]]:
        """On the sheet of lists, the cells of all lists: people go on with them."""
        if code != LISTS:
            return set()
        areas = (area for _, area in earlier.list_areas(self.defined))
        return {(row, area.left) for area in areas for row in range(area.top, area.bottom + 1)}

    def _stretched(self, code: str, cell: tuple[int, int], known: set[tuple[int, int]]) -> bool:
        """Some views are as long as the department has people."""
        return code in STRETCHED and any(column == cell[1] for _, column in known)

    def _below(self, code: str, sheet: Sheet) -> Iterator[Loss]:
        """What belongs to the sheet: charts and pictures beyond ours, notes, tables."""
        drawn = earlier.drawn(self.package, sheet.part) - earlier.charts(self.layout, code)
        if drawn > 0:
            yield Text(
                f"工作表“{sheet.name}”上的 {drawn} 个图表或图形",
                f'{drawn} charts or pictures on the sheet "{sheet.name}"',
            )
        for relation in self.package.relationships(sheet.part):
            if relation.kind not in _OURS_BELOW and relation.part:
                yield Text(
                    f"工作表“{sheet.name}”上的 {relation.kind}",
                    f'the {relation.kind} of the sheet "{sheet.name}"',
                )

    def _on_views(self) -> Iterator[Loss]:
        """Formulas, charts and names of the user's that mean cells of views which hold something
        else now.
        """
        by_name = {sheet.name: code for code, sheet in self.views.items()}
        names = "|".join(
            re.escape(n) for name in by_name for n in ("'" + name.replace("'", "''") + "'", name)
        )
        if not names:
            return
        reference = re.compile(
            rf"(?<![\w'])({names})!(\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?)"
        )
        for where, text in self._formulas():
            for title, ref in reference.findall(text):
                code = by_name[title.strip("'").replace("''", "'")]
                if not self._same_cells(code, ref.replace("$", "")):
                    yield Text(
                        f"{where[0]}里用到 {title}!{ref} 的公式",
                        f"a formula in {where[1]} that uses {title}!{ref}",
                    )

    def _same_cells(self, code: str, ref: str) -> bool:
        """Whether cells of a view hold the same in the model."""
        area = area_of(ref)
        if area is None or (area.bottom - area.top + 1) * (area.right - area.left + 1) > MAX_CELLS:
            return False
        old, new = self.old[code], self.new.get(code, {})
        cells = [
            (r, c)
            for r in range(area.top, area.bottom + 1)
            for c in range(area.left, area.right + 1)
        ]
        return all(_alike(old, new, cell) for cell in cells)

    def _formulas(self) -> Iterator[tuple[Loss, str]]:
        """Where there are formulas of the user's, and each of these."""
        for where, part in self._places():
            text = self.package.data(part).decode("utf-8", "replace")
            for found in _TEXT.findall(text):
                yield where, unescaped(found)
        titles = [sheet.name for sheet in self.package.sheets]
        ours = {sheet.name for sheet in self.views.values()}
        for (name, place), text in self.defined.items():
            if name in earlier.names() or (
                name.startswith("_xlnm.") and place and titles[int(place) % len(titles)] in ours
            ):
                continue
            yield Text(f"名称 {name}", f"the name {name}"), text

    def _places(self) -> Iterator[tuple[Loss, str]]:
        """The parts that hold the user's formulas: sheets but for views, and charts but for those
        on views.
        """
        below = {part for sheet in self.views.values() for part in _below(self.package, sheet.part)}
        for sheet in self.package.sheets:
            if sheet not in self.views.values():
                yield Text(f"工作表“{sheet.name}”", f'the sheet "{sheet.name}"'), sheet.part
        for part in self.package.archive.by_name:
            if "/charts/" in part and part.endswith(".xml") and part not in below:
                name = part.rpartition("/")[2]
                yield Text(f"图表 {name}", f"the chart {name}"), part

    def _on_names(self, going: set[str]) -> Iterator[Loss]:
        """Formulas of the user's that use names which go."""
        if not going:
            return
        pattern = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, going))})(?![\w.(])")
        for where, text in self._formulas():
            bare = _STRING.sub('""', text)
            for name in set(pattern.findall(bare)):
                yield Text(
                    f"{where[0]}里用到名称 {name} 的公式",
                    f"a formula in {where[1]} that uses the name {name}",
                )


def _below(package: Package, part: str) -> set[str]:
    found: set[str] = set()
    for relation in package.relationships(part):
        if relation.part and package.has(relation.part) and relation.part not in found:
            found |= {relation.part} | _below(package, relation.part)
    return found


def _quoted(held: str) -> str:
    return held if len(held) <= MAX_QUOTED else held[:MAX_QUOTED] + "…"


def _alike(old: Cells, new: Cells, cell: tuple[int, int]) -> bool:
    """Whether a cell holds the same, or another formula for the figure under the same heading."""
    before, now = old.get(cell, ""), new.get(cell, "")
    if before == now:
        return True
    heading = _heading(old, cell)
    return (
        before.startswith("=")
        and now.startswith("=")
        and heading is not None
        and heading == _heading(new, cell)
    )


def _heading(cells: Cells, cell: tuple[int, int]) -> tuple[int, str] | None:
    """The nearest text above a cell, with its row; None where something else lies between, or
    nothing is there.
    """
    row, column = cell
    while row := row - 1:
        held = cells.get((row, column), "")
        if not held:
            return None
        if not held.startswith("="):
            return row, held
    return None


def _refusal(package: Package, found: list[Loss]) -> FileError:
    more = len(found) - MOST_NAMED
    zh = "；".join(each[0] for each in found[:MOST_NAMED]) + (
        f"等，另有 {more} 处" if more > 0 else ""
    )
    en = "; ".join(each[1] for each in found[:MOST_NAMED]) + (
        f"; and {more} more" if more > 0 else ""
    )
    return FileError(
        Text(
            f"“{package.path.name}”没有升级，什么也没写：程序自己填的工作表要换新，而这里有您的内"
            f"容：{zh}。"
            f"请把它们移到您自己的工作表（公式改用表格的列），再升级。",
            f'"{package.path.name}" was not upgraded and nothing was written: the sheets that '
            "the program fills come anew, "
            f"and this is yours: {en}. Move it to a sheet of your own (formulas: use the tables' "
            "columns), then upgrade.",
        )
    )
