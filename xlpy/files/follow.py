"""References to a table's cells from anywhere in the package go along when its rows move, come or
go.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from xlpy.core.issues import FileError
from xlpy.files.moves import GONE, Move, Reading
from xlpy.files.referrers import (
    RULES,
    SOURCES,
    Rule,
    formula_attributes,
    is_formula,
    place_of,
    reading_of,
    related_parts,
    rule_around,
    rules_of,
)
from xlpy.files.said import UNREAD, Place, Said
from xlpy.ooxml.formulas import Reference, Rows, may_refer, with_rows
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.look import MARK, marked
from xlpy.ooxml.package import TYPES, Package, Sheet
from xlpy.ooxml.sharing import Shared, formula_of, plain_formula
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import Edit, Element, escaped, spliced, unescaped, with_attribute

_VML = re.compile(rb"<(x:Fmla\w+)>([^<]*)</\1>")
_MENTION = re.compile(rb"""!(?:'([^'<>]*(?:''[^'<>]*)*)'|([\w.\x80-\xff]+))""")
"""A sheet's name before a reference, in text read backwards: from its mark on, which is rare, a
name is found faster than by its beginning, and where it begins is sure.
"""
_SOURCE = re.compile(rb"<(?:[\w.-]+:)?(?:worksheetSource|rangeSet)\s")
_EXTERNAL = f"{TYPES}\nid"


def follow(package: Package, move: Move) -> None:
    """Stage every reference to the table's cells, as `move` has it; what cannot go along is put
    into `said`.
    """
    _Follower(package, move).run()


def foresee(package: Package) -> None:
    """Find out ahead what following will want to know of the parts as they are."""
    for part, _ in related_parts(package):
        package.derived(part, _mentions)
        package.derived(part, _vml_formulas if part.endswith(".vml") else _has_source)
    for sheet in package.sheets:
        package.derived(sheet.part, _mentions)


class _Follower:
    def __init__(self, package: Package, move: Move):
        self.package = package
        self.move = move
        self.sheet = move.sheet.casefold()
        self.named = self.sheet.replace("'", "''")
        self.part = ""
        self.come = {new for old, new in move.places.items() if old != new}

    def run(self) -> None:
        for sheet in self.package.sheets:
            if sheet.part == self.move.table.sheet.part or self._mentioned(sheet.part):
                self._follow_sheet(sheet)
        for part, home in related_parts(self.package):
            self._follow_part(part, home)
        self.package.moves.append(self.move)
        self.package.followed.add(self.move.table.part)

    def _mentioned(self, part: str) -> bool:
        """Whether the sheet's name may stand before a reference somewhere in the part."""
        return self.sheet in self.package.derived(part, _mentions)

    # One formula

    def followed(self, formula: str, home: str, place: Place, reading: Reading) -> str:
        """The formula with its references as they are afterwards."""

        def visit(reference: Reference) -> Rows | None:
            if (reference.sheet if reference.sheet is not None else home).casefold() != self.sheet:
                return None
            return self._followed_rows(reference, place, reading)

        return with_rows(formula, visit)

    def _followed_rows(self, reference: Reference, place: Place, reading: Reading) -> Rows | None:
        found = self.move.follow_as(reference, reading)
        if found is None:
            return None
        top, bottom, why = found
        if why:
            self._say(place, reference.text, why)
        return top, bottom

    def _say(self, place: Place, text: str, why: str) -> None:
        said = Said(self.move.table.name, place, text, why)
        if said not in self.package.said:
            self.package.said.append(said)

    # Sheets

    def _follow_sheet(self, sheet: Sheet) -> None:
        own = sheet.part == self.move.table.sheet.part
        data = self.package.data(sheet.part)
        try:
            xml = SheetXml(data, sheet.part)
            changed = self._changed_cells(sheet, xml)
        except FileError:
            if own:
                raise
            self._say(Place("sheet", sheet.name), sheet.name, UNREAD)
            return
        touched = self.package.touched.setdefault(sheet.part, {}) if changed else {}
        for (row, column), cell in changed.items():
            xml.set_cells(row, column, column, {column: cell}, row)
            touched.setdefault(row, []).append((column, column))
        xml.frame_edits += self._edits(xml.frame, xml.frame_data, sheet.name, own)
        if xml.staged or xml.frame_edits:
            self.package.put(sheet.part, xml.result())
            self.package.touched.setdefault(sheet.part, {})

    def _changed_cells(self, sheet: Sheet, xml: SheetXml) -> dict[tuple[int, int], bytes]:
        """The cells whose formulas change: row and column → the new cell."""
        changed: dict[tuple[int, int], bytes] = {}
        for number in self._rows_with_formulas(sheet, xml):
            for column, cell in xml.row(number).cells.items():
                formula = formula_of(cell)
                if formula is None or formula.shared or not formula.text:
                    continue
                new = self._in_cell(formula.text, sheet, number, column)
                if new != formula.text:
                    changed[number, column] = formula.put(cell, new)
        return changed | self._shared_cells(sheet, xml)

    def _rows_with_formulas(self, sheet: Sheet, xml: SheetXml) -> list[int]:
        """The rows in which a formula may change with the table's rows, by a look over the
        bytes.
        """
        pattern = re.compile(rb"<%sf(?=[\s>])[^<>]*>([^<]+)</" % xml.prefix)
        own, rows, known = sheet.name.casefold() == self.sheet, {}, {}
        for match in pattern.finditer(xml.data, xml.first, xml.last):
            text = match[1]
            if text not in known:
                known[text] = (own or b"!" in text) and self._concerns(
                    unescaped(text.decode()), sheet.name
                )
            if known[text]:
                rows[xml.numbers[bisect_right(xml.starts, match.start()) - 1]] = True
        return list(rows)

    def _concerns(self, formula: str, home: str) -> bool:
        found = False

        def visit(reference: Reference) -> None:
            nonlocal found
            sheet = reference.sheet if reference.sheet is not None else home
            if not found and sheet.casefold() == self.sheet and self.move.touches(reference.area):
                area = reference.area
                stays = (area.top, area.bottom, "")
                # As all rows, or as the record of its one row.
                found = any(self.move.follow(area, ranged) != stays for ranged in (True, False))

        with_rows(formula, visit)
        return found

    def _in_cell(self, formula: str, sheet: Sheet, row: int, column: int) -> str:
        body = self.move.body
        inside = sheet.part == self.move.table.sheet.part and body.holds(row, column)
        if inside and row not in self.move.places:
            return formula
        place = Place("cell", sheet.name, Area(row, column, row, column).ref)
        return self.followed(formula, sheet.name, place, Reading(row=row, inside=inside))

    def _shared_cells(self, sheet: Sheet, xml: SheetXml) -> dict[tuple[int, int], bytes]:
        """Formulas that cells share: where one of them changes, each gets its own."""
        changed: dict[tuple[int, int], bytes] = {}
        for group in Shared(xml).groups():
            if not may_refer(group.text):
                continue
            new = {at: self._in_cell(text, sheet, *at) for at, text in group.formulas.items()}
            if new != group.formulas or self._moves_totals(sheet, group.formulas):
                changed |= {at: plain_formula(xml.row(at[0]).cells[at[1]], new[at]) for at in new}
        return changed

    def _moves_totals(self, sheet: Sheet, cells: Iterable[tuple[int, int]]) -> bool:
        """Whether some of the cells are totals that move: what they share with others has its
        place written in it.
        """
        move, body = self.move, self.move.body
        if sheet.part != move.table.sheet.part or not move.totals or move.bottom == body.bottom:
            return False
        return any(
            row == body.bottom + 1 and body.left <= column <= body.right for row, column in cells
        )

    # Elements

    def _follow_part(self, part: str, home: str) -> None:
        self.part = part
        if part.endswith(".vml"):
            edits = self._vml_edits(self.package.derived(part, _vml_formulas), home)
        elif (
            home.casefold() != self.sheet
            and not self._mentioned(part)
            and not self.package.derived(part, _has_source)
        ):
            return
        else:
            data = self.package.data(part)
            try:
                found = self.package.derived(part, _telling)
            except FileError:
                self._say(Place("part", part), part, UNREAD)
                return
            edits = self._edits(found, data, home, own=False)
        if edits:
            self.package.put(part, spliced(self.package.data(part), edits))
            self.package.followed.add(part)

    def _vml_edits(self, formulas: list[tuple[int, int, str]], home: str) -> list[Edit]:
        edits = []
        for start, end, text in formulas:
            new = self.followed(text, home, Place("control", home), Reading(single=True))
            if new != text:
                edits.append((start, end, escaped(new).encode()))
        return edits

    def _edits(self, found: list[Element], data: bytes, home: str, own: bool) -> list[Edit]:
        """The edits of what is no cell: rules, names, charts, controls, links, sources of
        pivots.
        """
        rules = {id(rule.element): rule for rule in rules_of(found)}
        moved = {key: self._moved_rule(rule, home) for key, rule in rules.items()} if own else {}
        edits = [edit for key, new in moved.items() if (edit := rules[key].edit(data, new))]
        for element in found:
            if element.name in SOURCES:
                edits += self._source(element, data)
            for attribute, text in formula_attributes(element):
                new = self._in_element(element, text, home, rules, moved)
                if new != text:
                    edits.append(with_attribute(data, element, attribute, new))
            if is_formula(element):
                new = self._in_element(element, element.text, home, rules, moved)
                if new != element.text:
                    edits.append((element.opened, element.closing, escaped(new).encode()))
        return edits

    def _in_element(self, element: Element, text: str, home: str, rules: dict, moved: dict) -> str:
        # Most names and rules are of other sheets, and told by their text alone.
        elsewhere = home.casefold() != self.sheet and self.named not in text.casefold()
        if elsewhere or not may_refer(text):
            return text
        rule = rule_around(element, rules)
        place = (
            place_of(element, home, rule)
            if home or element.name == "definedName"
            else Place("part", self.part)
        )
        if rule is None:
            return self.followed(text, home, place, reading_of(element))
        areas = moved.get(id(rule.element), rule.areas)
        shift = areas[0].top - rule.areas[0].top if areas and rule.areas else 0
        if shift:
            text = with_rows(
                text,
                lambda r: None if any(r.fixed) else (r.area.top + shift, r.area.bottom + shift),
            )
        return self.followed(
            text, home, place, Reading(fixed_only=not rule.is_one_cell or bool(moved))
        )

    def _moved_rule(self, rule: Rule, home: str) -> list[Area]:
        """The cells of a rule once the rows have moved. What covers all rows grows with the table,
        later.
        """
        return [piece for area in rule.areas for piece in self._moved_area(area, rule, home)]

    def _moved_area(self, area: Area, rule: Rule, home: str) -> list[Area]:
        move, body = self.move, self.move.body
        within = body.left <= area.left and area.right <= body.right
        shift = move.bottom - body.bottom
        alone = area.top == area.bottom
        if (
            within
            and move.totals
            and area.bottom == body.bottom + 1
            and (alone or move.is_whole(area))
        ):
            # For the totals, or for all with the totals.
            return [Area(area.top + shift * alone, area.left, area.bottom + shift, area.right)]
        held = range(max(area.top, body.top), min(area.bottom, body.bottom) + 1)
        if (
            not within
            or move.is_whole(area)
            or not any(move.places.get(r, r) != r or r in self.come for r in held)
        ):
            return [area]
        new = sorted(move.places[row] for row in held if row in move.places)
        if not new:
            self._say(Place("rule", home, area.ref), area.ref, GONE)
            return [area]
        pieces = (
            [Area(area.top, area.left, body.top - 1, area.right)] if area.top < body.top else []
        )
        pieces += [Area(top, area.left, bottom, area.right) for top, bottom in runs(new)]
        if area.bottom > body.bottom or (area.bottom == body.bottom and new[-1] != body.bottom):
            # It reached to the table's end, and goes on to.
            last = pieces.pop()
            pieces.append(Area(last.top, last.left, area.bottom, last.right))
        return pieces

    def _source(self, element: Element, data: bytes) -> list[Edit]:
        given = element.attributes
        area = area_of(given.get("ref", ""))
        if area is None or given.get("sheet", "").casefold() != self.sheet or _EXTERNAL in given:
            return []
        top, bottom, why = self.move.follow(area)
        if why:
            self._say(Place("pivot", ""), given["ref"], why)
        new = Area(top, area.left, bottom, area.right).ref
        return [with_attribute(data, element, "ref", new)] if new != area.ref else []


def _mentions(package: Package, part: str) -> frozenset[str]:
    """What may be the name of a sheet before a reference somewhere in a part, without case."""
    pieces = marked(package, part, [MARK])
    found = {
        quoted or plain
        for piece in pieces
        for quoted, plain in _MENTION.findall(_quotes(piece)[::-1])
    }
    names = {unescaped(name[::-1].decode("utf-8", "replace")) for name in found}
    return frozenset(name.replace("''", "'").casefold() for name in names)


def _quotes(data: bytes) -> bytes:
    """A text, each quote as the sign that it is."""
    return data.replace(b"&apos;", b"'").replace(b"&#39;", b"'")


def _telling(package: Package, part: str) -> list[Element]:
    """The elements of a part that may refer to cells, or whose cells a rule is for."""
    return [
        element
        for element in package.elements(part)
        if element.name in SOURCES
        or element.name in RULES
        or element.name == "sqref"
        or is_formula(element)
        or formula_attributes(element)
    ]


def _vml_formulas(package: Package, part: str) -> list[tuple[int, int, str]]:
    """The formulas of a part's controls that may hold references: where each begins and ends, and
    its text.
    """
    found = (
        (match.start(2), match.end(2), unescaped(match[2].decode("utf-8", "replace")))
        for match in _VML.finditer(package.data(part))
    )
    return [formula for formula in found if may_refer(formula[2])]


def _has_source(package: Package, part: str) -> bool:
    """Whether a part names the cells that a pivot table is made of."""
    return _SOURCE.search(package.data(part)) is not None


def runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbours in sorted rows: first and last."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last
