"""The parts of a workbook package, found by following relationships, never by guessed names; edits
are staged here.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.archive import Archive
from xlpy.ooxml.facts import FACTS, LARGE, Made
from xlpy.ooxml.gate import MAX_NAME, open_checked
from xlpy.ooxml.xmlparts import Element, bad_xml, elements

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_IDS = f"{TYPES}\nid"
_WORKBOOK_TYPE = re.compile(
    r"\b(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template))\S*\.main\+xml", re.I
)
CONTENT_TYPES = "[Content_Types].xml"
T = TypeVar("T")


class Relationship(NamedTuple):
    """A relationship: its id, the last word of its type, and the part that it names (empty:
    outside the package).
    """

    id: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name and part."""

    name: str
    part: str


class Package:
    """A workbook file: its parts as they stand, with staged edits in place. Use `package_at`.

    `touched`: which rows of which sheet part were staged, and between which columns; `widened` are
    the sheet parts in which columns got a width, `ruled` those whose highlights and drop-downs
    were renewed, `right` those whose formulas show the figures of the rows as they were staged,
    `emptied` those whose formulas show none. `moves` tells how tables' rows moved, one after the
    other, `followed` in which small parts references went along, `said` what of them could not.
    """

    def __init__(self, archive: Archive):
        self.archive = archive
        self.path = archive.path
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self.touched: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self.widened: set[str] = set()
        self.ruled: set[str] = set()
        self.right: set[str] = set()
        self.emptied: set[str] = set()
        self.moves: list = []
        self.followed: set[str] = set()
        self.said: list = []
        self._names = {name.casefold(): name for name in archive.by_name}
        self._derived: dict[str, Made] = {}
        self._large: dict[str, list[Element]] = {}
        self._related: dict[str, list[Relationship]] = {}
        self._placed: dict[Callable, object] = {}
        self._settled: dict[Callable, object] = {}
        self._cells: frozenset[str] = frozenset()

    def close(self) -> None:
        """Close the file."""
        self.archive.close()

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def has(self, part: str) -> bool:
        """Whether the package holds that part."""
        return part in self.changed or (part in self.archive.by_name and part not in self.dropped)

    def data(self, part: str) -> bytes:
        """A part's bytes with the edits staged so far. Raises FileError when there is no such
        part.
        """
        if part in self.changed:
            return self.changed[part]
        if not self.has(part):
            raise bad_xml(part)
        return self.archive.data(part)

    def put(self, part: str, data: bytes) -> None:
        """Stage new bytes for a part, or a part that is new."""
        if (
            not self.has(part)
            or part.endswith(".rels")
            or part == self.__dict__.get("workbook", part)
        ):
            self._forget_places()
        if part not in self._cells:
            self._settled.clear()
        self._derived.pop(part, None)
        self.changed[part] = data
        self.dropped.discard(part)
        self._names.setdefault(part.casefold(), part)

    def drop(self, part: str) -> None:
        """Stage the removal of a part."""
        self._forget_places()
        self._settled.clear()
        self._derived.pop(part, None)
        self.changed.pop(part, None)
        self.dropped.add(part)

    def _forget_places(self) -> None:
        """What leads where is looked up anew."""
        self._related.clear()
        self._placed.clear()
        self.__dict__.pop("sheets", None)

    def derived(self, part: str, make: Callable[["Package", str], T]) -> T:
        """What `make` gives of the package and a part, made once for the part's bytes, in whichever
        workbook they are; it looks at no other part, and what it gives is not changed.
        """
        kept = self._facts(part)
        if make not in kept:
            kept[make] = make(self, part)
        return kept[make]

    def keep(self, part: str, make: Callable[["Package", str], T], found: T) -> None:
        """Keep what `make` gives of a part, for one who has found it out on another way."""
        self._facts(part)[make] = found

    def _facts(self, part: str) -> Made:
        if not self._as_read(part):
            return self._derived.setdefault(part, {})
        known = self.archive.facts
        if part not in known:
            known[part] = FACTS.of(self.archive, part)
        return known[part]

    def _as_read(self, part: str) -> bool:
        """Whether a part is there and nothing was staged for it."""
        return part not in self.changed and self.has(part)

    def placed(self, make: Callable[["Package"], T]) -> T:
        """What `make` gives of the package, made once while the same parts are there and lead to
        each other as they do; it looks into none.
        """
        if make not in self._placed:
            self._placed[make] = make(self)
        return self._placed[make]

    def settled(self, make: Callable[["Package"], T]) -> T:
        """What `make` gives of the package, made once while no part but the sheets' own changes;
        it looks into no sheet.
        """
        if make not in self._settled:
            self._cells = frozenset(sheet.part for sheet in self.sheets)
            self._settled[make] = make(self)
        return self._settled[make]

    def elements(self, part: str) -> list[Element]:
        """A small part's elements."""
        if self._as_read(part) and self.archive.by_name[part].size > LARGE:
            # Too many to be kept beyond this package.
            if part not in self._large:
                self._large[part] = _elements(self, part)
            return self._large[part]
        return self.derived(part, _elements)

    def defined_names(self) -> list[Element]:
        """The workbook's names."""
        found = self.elements(self.workbook)
        return [each for each in found if each.name == "definedName" and each.space == MAIN]

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part; of the package itself when it is empty."""
        if part not in self._related:
            self._related[part] = self._listed_relationships(rels_of(part))
        return self._related[part]

    def _listed_relationships(self, listed: str) -> list[Relationship]:
        if not self.has(listed):
            return []
        return [
            Relationship(id, kind, self._stored_name(target) if target else "")
            for id, kind, target in self.derived(listed, _targets)
        ]

    def _stored_name(self, name: str) -> str:
        """Part names compare without case, and may be percent-coded in a relationship."""
        found = self._names.get(name.casefold())
        if found is None and "%" in name:
            from urllib.parse import unquote

            found = self._names.get(unquote(name).casefold())
        return found or name

    @cached_property
    def workbook(self) -> str:
        """The workbook part. Raises FileError when the package is no workbook that we can read."""
        parts = [r.part for r in self.relationships("") if r.kind == "officeDocument"]
        if len(parts) != 1 or not self.has(parts[0]):
            raise _no_workbook(self.path)
        if parts[0].endswith(".bin"):
            raise _save_as(self.path, Text("二进制工作簿 (.xlsb)", "a binary workbook (.xlsb)"))
        root = self.elements(parts[0])[0]
        if root.space.startswith(STRICT):
            raise _save_as(self.path, Text("“严格 Open XML” 格式", "in the Strict Open XML form"))
        if (root.space, root.name) != (MAIN, "workbook") or not _WORKBOOK_TYPE.search(
            self._content_type(parts[0])
        ):
            raise _no_workbook(self.path)
        return parts[0]

    def _content_type(self, part: str) -> str:
        """The content type that the package states for a part; empty when it states none."""
        extension, stated = part.rpartition(".")[2].casefold(), ""
        for element in self.elements(CONTENT_TYPES):
            given = element.attributes
            if (
                element.name == "Override"
                and self._stored_name(given.get("PartName", "")[1:]) == part
            ):
                return given.get("ContentType", "")
            if element.name == "Default" and given.get("Extension", "").casefold() == extension:
                stated = given.get("ContentType", "")
        return stated

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        found = (
            e.attributes.get("date1904", "0")
            for e in self.elements(self.workbook)
            if e.name == "workbookPr"
        )
        return next(found, "0") in ("1", "true", "on")

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The worksheets in the workbook's order; sheets of other kinds are left out."""
        targets = {r.id: r.part for r in self.relationships(self.workbook) if r.kind == "worksheet"}
        named = [
            e.attributes
            for e in self.elements(self.workbook)
            if e.name == "sheet" and e.space == MAIN
        ]
        found = [
            Sheet(given.get("name", ""), targets.get(given.get(_IDS, ""), "")) for given in named
        ]
        names = [sheet.name.casefold() for sheet in found]
        if len(set(names)) < len(names) or any(len(name) > MAX_NAME for name in names):
            raise bad_xml(self.workbook)
        return [sheet for sheet in found if self.has(sheet.part)]

    def parts_of(self, sheet: Sheet, kind: str) -> Iterator[str]:
        """The parts of one kind that a sheet is related to."""
        for relationship in self.relationships(sheet.part):
            if relationship.kind == kind and self.has(relationship.part):
                yield relationship.part

    @property
    def signed(self) -> bool:
        """Whether the package bears a digital signature, which any edit would break."""
        return any(
            r.kind == "origin" and "signature" in r.part.casefold() for r in self.relationships("")
        )


def package_at(path: Path) -> Package:
    """The workbook at a path, as it is, through the gate. Raises FileError."""
    package = Package(open_checked(path))
    try:
        _ = package.workbook
    except BaseException:
        package.close()
        raise
    return package


def _elements(package: Package, part: str) -> list[Element]:
    return elements(package.data(part), part)


def _targets(package: Package, listed: str) -> list[tuple[str, str, str]]:
    """The relationships that a part lists: id, kind and where each leads (empty: outside), as it
    is written.
    """
    folder = posixpath.dirname(posixpath.dirname(listed))
    found = [e.attributes for e in package.elements(listed) if e.name == "Relationship"]
    if len({given.get("Id", "") for given in found}) < len(found):
        raise bad_xml(listed)
    return [
        (
            given.get("Id", ""),
            given.get("Type", "").rpartition("/")[2],
            "" if given.get("TargetMode") == "External" else _place(folder, given),
        )
        for given in found
    ]


def _place(folder: str, given: dict[str, str]) -> str:
    return posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _no_workbook(path: Path) -> FileError:
    return FileError(
        Text(
            f"“{path.name}”里没有可读的工作簿，可能已损坏或是其他文件。",
            f'"{path.name}" holds no workbook that can be read; it is damaged or another kind of '
            "file.",
        )
    )


def _save_as(path: Path, said: Text) -> FileError:
    return FileError(
        Text(
            f"“{path.name}”是{said.zh}，请另存为 .xlsm 或 .xlsx。",
            f'"{path.name}" is {said.en}; save it as .xlsm or .xlsx.',
        )
    )
