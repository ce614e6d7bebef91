"""Adds parts of a model to a workbook: sheets with all their parts, numbers and names adjusted."""

import posixpath
import re
from collections.abc import Callable
from functools import cached_property
from itertools import count

from xlpy.core.matches import certain
from xlpy.ooxml.cellxml import cell_text
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.listobjects import list_objects
from xlpy.ooxml.package import CONTENT_TYPES, TYPES, Package, rels_of
from xlpy.ooxml.xmlparts import escaped, prefix_of, removal, spliced
from xlpy.upgrade.renamed import Renamed
from xlpy.upgrade.styles import Styles

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING_SHAPES = 1024
"""How many shapes' numbers belong to one sheet's notes."""
_SHARED = re.compile(r'(<c [^<>]*?)\st="s"([^<>]*>)<v>(\d+)</v>')
_STYLE = re.compile(r'(<(?:c|row|col) [^<>]*?\s(?:s|style)=")(\d+)"')
_DAY = re.compile(r'(<c [^<>]*?\ss="(\d+)"[^<>]*>)<v>([\d.]+)</v>(?=</c>)')
DAYS_TO_1904 = 1462
_HIGHLIGHT = re.compile(r'(\s\w*[dD]xfId=")(\d+)"')
_VIEW_STATE = re.compile(r'\stabSelected="1"')
_BEFORE_SELECTED = re.compile(
    r'<sheetView(?: show(?:Formulas|GridLines|RowColHeaders|Zeros)="\d")*(?= )'
)
_IDMAP = re.compile(r'(<o:idmap [^<>]*?data=")(\d+)"')


class Parts:
    """Copies a model's sheets into a package; `stage` says of what kind the new parts are."""

    def __init__(self, package: Package, model: Package, styles: Styles, words: Renamed):
        self.package = package
        self.model = model
        self.styles = styles
        self.words = words
        self.texts = Contents(model).strings
        self.types = Types(package)
        self._taken = {name.casefold() for name in (*package.archive.by_name, *package.changed)}
        self._tables = count(_highest(package, list_objects) + 1)
        self._notes = count(_highest_notes(package) + 1)

    def sheet(self, theirs: str, mine: str = "") -> str:
        """Stage a copy of a model's sheet, in place of the part `mine` or as a new part, whose
        name comes back.
        """
        part = mine or self.new_name(theirs)
        selected = bool(mine) and _VIEW_STATE.search(self.package.data(mine).decode()) is not None
        if mine:
            self._drop_below(mine)
        text = self._sheet_text(self.model.data(theirs).decode(), selected)
        self.package.put(part, text.encode())
        if not mine:
            self.types.add(part, self.model_type(theirs))
        self._copy_relations(theirs, part)
        return part

    def stage(self) -> None:
        """Stage what kinds of parts the copies are."""
        self.types.stage()

    def _sheet_text(self, text: str, selected: bool) -> str:
        text = _SHARED.sub(
            lambda m: f'{m[1]} t="inlineStr"{m[2]}<is>{_t(self.texts[int(m[3])])}</is>', text
        )
        if self.package.date1904:
            text = _DAY.sub(self._in_1904, text)
        text = _STYLE.sub(lambda m: f'{m[1]}{self.styles.cell(int(m[2]))}"', text)
        text = _HIGHLIGHT.sub(lambda m: f'{m[1]}{self.styles.highlight(int(m[2]))}"', text)
        text = _VIEW_STATE.sub("", text)
        if selected:
            text = _BEFORE_SELECTED.sub(r'\g<0> tabSelected="1"', text, count=1)
        return self.words.part(text)

    def _in_1904(self, match: re.Match) -> str:
        """A day's number in a workbook that counts them from 1904."""
        if not self.styles.is_date(int(match[2])) or ' t="' in match[1]:
            return match[0]
        return f"{match[1]}<v>{float(match[3]) - DAYS_TO_1904:.12g}</v>"

    def _copy_relations(self, theirs: str, part: str) -> None:
        """Stage copies of the parts that a part leads to, and its list of them."""
        listed = []
        if self.model.has(rels_of(theirs)):
            kinds = {e.attributes["Id"]: e.attributes["Type"] for e in self._relations(theirs)}
            for relation in self.model.relationships(theirs):
                target = posixpath.relpath(self._copy(relation.part), posixpath.dirname(part))
                listed.append(
                    f'<Relationship Id="{relation.id}" Type="{kinds[relation.id]}" '
                    f'Target="{target}"/>'
                )
        if listed:
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            whole = f'{head}<Relationships xmlns="{RELATIONS}">{"".join(listed)}</Relationships>'
            self.package.put(rels_of(part), whole.encode())

    def _relations(self, part: str):
        return [e for e in self.model.elements(rels_of(part)) if e.name == "Relationship"]

    def _copy(self, theirs: str) -> str:
        part = self.new_name(theirs)
        text = self._fitted(theirs)(self.model.data(theirs).decode())
        self.package.put(part, text.encode())
        self.types.add(part, self.model_type(theirs))
        self._copy_relations(theirs, part)
        return part

    def _fitted(self, theirs: str) -> Callable[[str], str]:
        """What makes a part of a kind fit in."""
        if theirs.endswith(".vml"):
            return self._numbered_notes
        if "/tables/" in theirs:
            return self._numbered_table
        return self.words.part

    def _numbered_table(self, text: str) -> str:
        text = re.sub(r'(<table [^<>]*?\sid=")\d+"', rf'\g<1>{next(self._tables)}"', text, count=1)
        return _HIGHLIGHT.sub(lambda m: f'{m[1]}{self.styles.highlight(int(m[2]))}"', text)

    def _numbered_notes(self, text: str) -> str:
        """Notes whose shapes bear numbers of no other sheet's."""
        found = _IDMAP.search(text)
        if found is None:
            return text
        old, new = int(found[2]), next(self._notes)
        shift = (new - old) * _DRAWING_SHAPES
        text = _IDMAP.sub(rf'\g<1>{new}"', text)
        return re.sub(r"(_x0000_s)(\d+)", lambda m: f"{m[1]}{int(m[2]) + shift}", text)

    def model_type(self, part: str) -> str:
        """The content type of a part of the model."""
        return self._model_types.get(f"/{part}", "")

    @cached_property
    def _model_types(self) -> dict[str, str]:
        found = (e.attributes for e in self.model.elements(CONTENT_TYPES))
        return {given.get("PartName", ""): given.get("ContentType", "") for given in found}

    def new_name(self, like: str) -> str:
        """The name of a part that is not there yet, in the folder and of the kind of a model's."""
        stem, ending = certain(re.fullmatch(r"(.*?)\d*(\.\w+)", like)).groups()
        found = next(
            part for n in count(1) if (part := f"{stem}{n}{ending}").casefold() not in self._taken
        )
        self._taken.add(found.casefold())
        return found

    def _drop_below(self, part: str) -> None:
        """Stage the removal of all that belongs to a sheet alone."""
        for relation in list(self.package.relationships(part)):
            if relation.part and self.package.has(relation.part):
                self._drop_below(relation.part)
                self.package.drop(relation.part)
                self.types.remove(relation.part)
        if self.package.has(rels_of(part)):
            self.package.drop(rels_of(part))


class Types:
    """The content types of a package: what is added and removed is staged together, for the part
    is read anew after each change.
    """

    def __init__(self, package: Package):
        self.package = package
        self._overrides: list[str] = []
        self._defaults: dict[str, str] = {}
        self._gone: set[str] = set()

    def add(self, part: str, kind: str) -> None:
        """Note a part's content type; without one, that its ending has the usual one."""
        ending = part.rpartition(".")[2]
        if kind:
            self._overrides.append(f'Override PartName="/{part}" ContentType="{kind}"/')
        elif ending not in self._endings and ending not in self._defaults:
            self._defaults[ending] = f'Default Extension="{ending}" ContentType="{_USUAL[ending]}"/'

    @cached_property
    def _endings(self) -> set[str]:
        found = self.package.elements(CONTENT_TYPES)
        return {e.attributes.get("Extension", "").casefold() for e in found if e.name == "Default"}

    def remove(self, part: str) -> None:
        """Note that nothing is said of a part that the package had."""
        self._gone.add(f"/{part}".casefold())

    def stage(self) -> None:
        """Stage all that was noted."""
        data = self.package.data(CONTENT_TYPES)
        gone = [
            e
            for e in self.package.elements(CONTENT_TYPES)
            if e.attributes.get("PartName", "").casefold() in self._gone
        ]
        if gone:
            self.package.put(
                CONTENT_TYPES, spliced(data, [removal(data, element) for element in gone])
            )
        append(self.package, CONTENT_TYPES, *reversed(self._defaults.values()), first=True)
        append(self.package, CONTENT_TYPES, *self._overrides)


_USUAL = {
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "bin": "application/vnd.ms-office.vbaProject",
    "xml": "application/xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
}


def append(package: Package, part: str, *tags: str, first: bool = False) -> None:
    """Stage elements (given without their signs) behind the last of a part's root, or as the
    first.
    """
    if not tags:
        return
    data, root = package.data(part), package.elements(part)[0]
    prefix = prefix_of(data, root).decode()
    place = root.opened if first else root.closing
    written = "".join(f"<{prefix}{tag}>" for tag in tags)
    package.put(part, spliced(data, [(place, place, written.encode())]))


def relation(id_: str, kind: str, target: str) -> str:
    """A relationship, as `append` takes it; `kind` is the last word of its type."""
    return f'Relationship Id="{id_}" Type="{TYPES}/{kind}" Target="{target}"/'


def _t(text: str) -> str:
    return f'<t xml:space="preserve">{escaped(cell_text(text))}</t>'


def _highest(package: Package, listed) -> int:
    numbers = [
        int(package.elements(table.part)[0].attributes.get("id", 0)) for table in listed(package)
    ]
    return max(numbers, default=0)


def _highest_notes(package: Package) -> int:
    found = [0]
    for name in package.archive.by_name:
        if name.casefold().endswith(".vml"):
            for match in re.finditer(
                rb"""idmap [^<>]*?data\s*=\s*["']([\d,]+)""", package.data(name)
            ):
                found += [int(number) for number in match[1].split(b",") if number]
    return max(found)
