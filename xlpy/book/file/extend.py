"""What a workbook of an earlier layout lacks, staged in a package: tables on sheets of their own, columns at the right.

All that is there stays: a name or a place that is taken is refused with a reason, and nothing existing is moved.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from xlpy.book.file.listobjects import ListObject, columns_of, list_objects
from xlpy.book.file.looks import Looks
from xlpy.book.file.newcolumns import add_columns
from xlpy.book.file.newsheet import HEADER_ROW, inline, sheet_xml, table_xml
from xlpy.book.file.package import CONTENT_TYPES, MAIN, TYPES, Package, rels_of
from xlpy.book.file.xmlparts import Edit, Element, escaped, prefix_of, quoted, removal, spliced, with_attribute
from xlpy.book.schema import OFFERS, TABLES, Column, Table
from xlpy.core.issues import FileError

LONGEST_SHEET_NAME = 31
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TABLE_STYLE = '<tableStyleInfo name="TableStyleLight1" showRowStripes="1"/>'
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True)
class Lacking:
    """The tables that a workbook lacks, and of those that it has the columns that they lack."""

    tables: list[Table] = field(default_factory=list)
    columns: dict[str, list[Column]] = field(default_factory=dict)


def tables_there(package: Package) -> dict[str, ListObject]:
    """The workbook's tables that bear our keys as names."""
    return {t.name.casefold(): t for t in list_objects(package) if t.name.casefold() in TABLES}


def lacking(package: Package) -> Lacking:
    """What the workbook lacks of the schema.

    Raises FileError when a name that a new table needs is taken by something else.
    """
    there = tables_there(package)
    missing = [table for key, table in TABLES.items() if key not in there]
    _check_names(package, missing)
    columns = {key: _missing_columns(package, TABLES[key], there[key]) for key in TABLES if key in there}
    return Lacking(missing, {key: some for key, some in columns.items() if some})


def _check_names(package: Package, tables: Iterable[Table]) -> None:
    names = {name.casefold() for name in _defined_names(package)}
    for table in tables:
        if table.key in names:
            raise FileError(
                f"“{package.path.name}”里已有名称 {table.key}，新表格要用它；请在 Excel 的名称管理器里改名。",
                f'"{package.path.name}" has a defined name {table.key}, which a new table needs; rename it in '
                f"Excel's name manager.",
            )


def _missing_columns(package: Package, table: Table, place: ListObject) -> list[Column]:
    found = columns_of(table.key, place)
    if not found or not found.keys() >= set(table.keys):
        raise FileError(
            f"“{package.path.name}”里名为 {table.key} 的表格没有“{table.zh}”的关键列，可能是您自己的表格；"
            f"请改名，或补上这些列。",
            f'The table {table.key} of "{package.path.name}" has not the columns that identify a row of '
            f'"{table.en}"; it may be one of your own: rename it, or add those columns.',
        )
    return [column for column in table.columns if column.key not in found]


def extend(package: Package, what: Lacking) -> None:
    """Stage all that a workbook lacks. Raises FileError when something of the user's is in the way."""
    there = tables_there(package)
    looks = Looks(package, there)
    for key, columns in what.columns.items():
        add_columns(package, looks, there[key], TABLES[key], columns)
    if what.tables:
        _Sheets(package, looks, there).add(what.tables)


def _defined_names(package: Package) -> dict[str, str]:
    """The workbook's own names and what they stand for; names of single sheets are among them."""
    found = package.elements(package.workbook)
    return {e.attributes.get("name", ""): e.text for e in found if e.name == "definedName" and e.space == MAIN}


class _Sheets:
    """Adds tables, each on a new sheet behind the last one of its group."""

    def __init__(self, package: Package, looks: Looks, there: Mapping[str, ListObject]):
        self.package = package
        self.looks = looks
        self.there = there
        self.listed = [e for e in package.elements(package.workbook) if e.name == "sheet" and e.inside("sheets")]
        self.taken = {e.attributes.get("name", "").casefold() for e in self.listed}
        self.names = _defined_names(package)
        self.new_names: dict[str, str] = {}

    def add(self, tables: Sequence[Table]) -> None:
        """Stage the new parts, and their entries in the workbook, its relationships and the content types."""
        numbers = self._numbers()
        entries: dict[int, list[tuple[str, int, str]]] = {}
        relations, types = [], []
        for table in tables:
            name, sheet_id, table_id = self._sheet_name(table), next(numbers[0]), next(numbers[1])
            sheet, part = self._new_part("worksheets", "sheet"), self._new_part("tables", "table")
            relation = f"rIdTd{sheet_id}"
            self.package.put(part, table_xml(table, table_id, self._style()))
            self.package.put(sheet, sheet_xml(table, self.looks, self._lists(table), "rId1"))
            self.package.put(rels_of(sheet), _relationships([("rId1", "table", _relative(sheet, part))]))
            entries.setdefault(self._behind(table), []).append((name, sheet_id, relation))
            relations.append((relation, "worksheet", _relative(self.package.workbook, sheet)))
            types += [(sheet, f"{_KIND}.worksheet+xml"), (part, f"{_KIND}.table+xml")]
        self._enter(entries, relations, types)

    def _numbers(self):
        """Numbers that no sheet has, and that no table has."""
        sheets = [int(e.attributes.get("sheetId", 0)) for e in self.listed]
        parts = [table.part for table in list_objects(self.package)]
        tables = [int(self.package.elements(part)[0].attributes.get("id", 0)) for part in parts]
        return count(max(sheets, default=0) + 1), count(max(tables, default=0) + 1)

    def _sheet_name(self, table: Table) -> str:
        """The table's sheet name, numbered when a sheet of the user's has it."""
        name, number = table.sheet, 1
        while name.casefold() in self.taken:
            number += 1
            end = f" ({number})"
            name = table.sheet[: LONGEST_SHEET_NAME - len(end)] + end
        self.taken.add(name.casefold())
        return name

    def _new_part(self, folder: str, stem: str) -> str:
        """The name of a part that is not there yet."""
        taken = {name.casefold() for name in (*self.package.archive.by_name, *self.package.changed)}
        base = posixpath.join(posixpath.dirname(self.package.workbook), folder)
        return next(part for n in count(1) if (part := f"{base}/{stem}{n}.xml").casefold() not in taken)

    def _style(self) -> str:
        """The table style that our tables have in this workbook."""
        for table in self.there.values():
            for element in self.package.elements(table.part):
                if element.name == "tableStyleInfo":
                    given = "".join(f" {name}={quoted(value)}" for name, value in element.attributes.items())
                    return f"<tableStyleInfo{given}/>"
        return _TABLE_STYLE

    def _behind(self, table: Table) -> int:
        """The place of the sheet behind which a new table's comes: the last of its group, else the last of ours."""
        places = {e.attributes.get("name", ""): place for place, e in enumerate(self.listed)}
        ours = [(TABLES[key].group == table.group, places[t.sheet.name]) for key, t in self.there.items()]
        return max(ours, default=(False, len(self.listed) - 1))[1]

    def _lists(self, table: Table) -> dict[str, str]:
        """Column key → the name of the cells that its drop-down offers, or the words themselves."""
        found = {}
        for column in table.columns:
            source = column.refers or column.offers
            if source in OFFERS:
                found[column.key] = inline(OFFERS[source].words)
            elif "." in source:
                name = source.replace(".", "_")
                formula = self._column_reference(*source.split("."))
                known = self.names.get(name)
                if known is None:
                    self.new_names[name] = formula
                if known in (None, formula):
                    found[column.key] = name
        return found

    def _column_reference(self, key: str, column: str) -> str:
        """A column as formulas name it in this workbook: `receipts[回款号 Receipt no.]`."""
        label = TABLES[key].column(column).label
        place = self.there.get(key)
        if place and column in (columns := columns_of(key, place)):
            label = place.columns[columns[column] - place.area.left]
        escaped_label = re.sub(r"(['\[\]#])", r"'\1", label)
        return f"{place.name if place else key}[{escaped_label}]"

    def _enter(self, entries, relations, types) -> None:
        package = self.package
        workbook, root = package.workbook, package.elements(package.workbook)
        package.put(workbook, spliced(package.data(workbook), self._workbook_edits(root, entries)))
        listed = rels_of(workbook)
        _append(package, listed, [_relation(*each) for each in relations])
        _append(package, CONTENT_TYPES, [f'Override PartName="/{part}" ContentType="{kind}"/' for part, kind in types])

    def _workbook_edits(self, found: Sequence[Element], entries) -> list[Edit]:
        """Edits that list the new sheets and their names; what counts sheets goes on to mean the same ones."""
        data = self.package.data(self.package.workbook)
        declared = re.search(rb"""\sxmlns:([\w.-]+)\s*=\s*["']%s["']""" % TYPES.encode(), data[: found[0].opened])
        id_ = b"%s:id" % declared[1] if declared else b'xmlns:rel="%s" rel:id' % TYPES.encode()
        edits: list[Edit] = []
        for place, new in entries.items():
            anchor = self.listed[place]
            prefix, end = prefix_of(data, anchor), removal(data, anchor)[1]
            written = (
                b'<%ssheet name=%s sheetId="%d" %s="%s"/>'
                % (prefix, quoted(name).encode(), number, id_, relation.encode())
                for name, number, relation in new
            )
            edits.append((end, end, b"".join(written)))

        def shifted(place: int) -> int:
            return place + sum(len(new) for before, new in entries.items() if before < place)

        counted = {"definedName": ("localSheetId",), "workbookView": ("activeTab", "firstSheet")}
        for element in found:
            for name in counted.get(element.name, ()):
                place = element.attributes.get(name, "")
                if place.isdecimal() and shifted(int(place)) != int(place):
                    edits.append(with_attribute(data, element, name, str(shifted(int(place)))))
        return [*edits, self._name_edit(data, found, self._titles(entries, shifted))]

    def _titles(self, entries, shifted) -> list[str]:
        """The header of each new sheet as its printed title."""
        titles = []
        for place, new in entries.items():
            for number, (name, _, _) in enumerate(new, shifted(place) + 1):
                sheet = "'" + name.replace("'", "''") + "'"
                titles.append(
                    f'definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
                    f"{escaped(sheet)}!${HEADER_ROW}:${HEADER_ROW}</"
                )
        return titles

    def _name_edit(self, data: bytes, found: Sequence[Element], titles: list[str]) -> Edit:
        new = [*titles, *(f'definedName name="{name}">{escaped(text)}</' for name, text in self.new_names.items())]
        named = {e.name: e for e in found if e.space == MAIN}
        holder = named.get("definedNames")
        prefix = prefix_of(data, holder or named["sheets"]).decode()
        written = "".join(f"<{prefix}{each}{prefix}definedName>" for each in new)
        if holder is not None and holder.closing > holder.opened:
            return holder.closing, holder.closing, written.encode()
        whole = f"<{prefix}definedNames>{written}</{prefix}definedNames>".encode()
        if holder is not None:
            return holder.start, holder.opened, whole
        end = removal(data, next(named[name] for name in _BEFORE_NAMES if name in named))[1]
        return end, end, whole


def _append(package: Package, part: str, tags: Iterable[str]) -> None:
    """Stage elements (given without their signs) behind the last of a part's root."""
    data, root = package.data(part), package.elements(part)[0]
    prefix = prefix_of(data, root).decode()
    written = "".join(f"<{prefix}{tag}>" for tag in tags).encode()
    package.put(part, spliced(data, [(root.closing, root.closing, written)]))


def _relation(id_: str, kind: str, target: str) -> str:
    return f'Relationship Id="{id_}" Type="{TYPES}/{kind}" Target="{target}"/'


def _relationships(listed: Iterable[tuple[str, str, str]]) -> bytes:
    entries = "".join(f"<{_relation(*each)}>" for each in listed)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}">{entries}'
        f"</Relationships>"
    ).encode()


def _relative(part: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(part) or ".")
