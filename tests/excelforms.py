"""How Excel writes a package: which attributes, words and children each element has, and in what
order.

`scripts/excel_forms.py` takes the forms from workbooks that Excel saved into
`tests/golden/excel-forms.json`;
`tests/excellint.py` compares packages of ours with them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

Element = ElementTree.Element

PREFIXES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct:",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "ep:",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac": "x14ac:",
    "urn:schemas-microsoft-com:vml": "v:",
    "urn:schemas-microsoft-com:office:office": "o:",
    "urn:schemas-microsoft-com:office:excel": "x:",
}
"""The prefix that stands here for a namespace."""
_SIZES = "windowWidth windowHeight width ht defaultRowHeight defaultColWidth sz cx cy w indent"
_PAGE = "left right top bottom header footer scale fitToWidth fitToHeight zoomScale"
MEASURES = {*_SIZES.split(" "), *_PAGE.split(" ")}
"""Attributes that measure something: one far above the largest of Excel's own was meant in another
unit.
"""
MOST_WORDS = 24
"""An attribute with more words than these takes any."""
LEAST, RARE = 2, 0.02
"""How many files must show a thing, and what part of them may show its opposite: a few were
changed by hand.
"""
PARTS = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|docProps/(app|core)\.xml|.*\.vml"
    r"|xl/(workbook|styles|sharedStrings|calcChain|metadata|comments\d*|(worksheets|tables|"
    r"drawings|charts|theme)/[a-z]+\d*)\.xml"
)
"""The parts that are compared."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?(E[+-]?[0-9]+)?")
_NUMERIC = re.compile(r"(?!0[0-9A-F]{5})[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?")
"""What can be read as a number and is no colour."""
_WORD = re.compile(r"[A-Za-z]+")
_NAMES = frozenset(["Id", "codeName", "displayName", "name", "r:id", "typeface"])
"""Attributes that hold names, whose words tell nothing."""


@cache
def short(tag: str) -> str:
    """A name with the prefix of its namespace; in full where the namespace is none of those."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    return f"{PREFIXES[space]}{name}" if space in PREFIXES else tag


def form_of(text: str) -> str:
    """`0` for a number as Excel writes it, `0?` for one that it writes otherwise, a word as it is,
    `*` for the rest.

    Excel writes no sign before nought and no nought at the end of a fraction.
    """
    if _NUMERIC.fullmatch(text):
        return "0" if _NUMBER.fullmatch(text) and text != "-0" else "0?"
    return text if _WORD.fullmatch(text) else "*"


def elements(root: Element) -> Iterator[tuple[str, Element]]:
    """Every element with the key of its form: its parent's name and its own."""
    yield f"/{short(root.tag)}", root
    open_ = [root]
    while open_:
        parent = open_.pop()
        name = short(parent.tag)
        for child in parent:
            if not short(child.tag).startswith("{"):
                yield f"{name}/{short(child.tag)}", child
                open_.append(child)


def attributes(element: Element) -> dict[str, str]:
    """An element's attributes by their short names, those of namespaces that are not compared left
    out.
    """
    return {
        name: value
        for full, value in element.attrib.items()
        if not (name := short(full)).startswith("{")
    }


def children(element: Element) -> list[str]:
    """The short names of an element's children, those of namespaces that are not compared left
    out.
    """
    return [name for child in element if not (name := short(child.tag)).startswith("{")]


def cell_shape(cell: Element) -> str:
    """What a cell is made of: its type, its children, and whether there is something in them."""
    inside = [short(child.tag) + ("" if child.text or len(child) else "=''") for child in cell]
    return " ".join([cell.get("t", "n"), *inside])


class Order:
    """Which names come before which others."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()):
        self.after: dict[str, set[str]] = defaultdict(set)
        for one, other in pairs:
            self.after[one].add(other)

    def closed(self) -> dict[str, set[str]]:
        """Name → all that come after it, at any distance, and never before it."""
        reached = {name: self._reached(name) for name in list(self.after)}
        return {
            one: {other for other in later if one not in reached.get(other, ())}
            for one, later in reached.items()
        }

    def _reached(self, start: str) -> set[str]:
        found, open_ = set(), [start]
        while open_:
            new = self.after.get(open_.pop(), set()) - found
            found |= new
            open_ += new
        return found

    def chains(self) -> list[str]:
        """Few sequences that say the same."""
        closed = self.closed()
        steps = {
            (one, other)
            for one, later in closed.items()
            for other in later
            if not any(other in closed.get(between, ()) for between in later)
        }
        found = []
        while steps:
            chain = [min({one for one, _ in steps} - {other for _, other in steps})]
            while onward := sorted(other for one, other in steps if one == chain[-1]):
                steps.remove((chain[-1], onward[0]))
                chain.append(onward[0])
            found.append(" ".join(chain))
        return sorted(found)

    @classmethod
    def of(cls, chains: Iterable[str]) -> "Order":
        """The order that chains tell."""
        told = [chain.split(" ") for chain in chains]
        return cls(pair for names in told for pair in pairwise(names))


def pairs_of(names: Iterable[str]) -> set[tuple[str, str]]:
    """Every name with each other name that comes after it."""
    seen: dict[str, None] = {}
    found = set()
    for name in names:
        found.update((earlier, name) for earlier in seen if earlier != name)
        seen[name] = None
    return found


class Form:
    """How Excel writes one kind of element: in how many files each fact about it was met.

    A fact is a kind and what it tells of: `a` an attribute, `k` a child; `a!` and `k!` one that
    every such element of the file has; `a<` and `k<` two of them in this order; `w` an attribute's
    word; `c` a cell's shape; `n` a count that is not the children's; `m` a measure.
    """

    def __init__(self):
        self.files = 0
        self.met: Counter = Counter()

    def add(self, found: list[Element]) -> None:
        """Take in a file's elements of this kind."""
        every = [facts_of(element) for element in found]
        always = {
            (f"{kind}!", name) for kind, name, *_ in set.intersection(*every) if kind in ("a", "k")
        }
        self.files += 1
        self.met.update(always.union(*every))

    def told(self) -> dict:
        """The form as it is stored: what some files showed, without what is empty."""
        firm: dict[str, list] = defaultdict(list)
        for (kind, *names), times in sorted(self.met.items()):
            if times >= max(LEAST, self._against(kind, names)):
                firm[kind].append(names)
        told = {kind: " ".join(name for (name,) in firm[kind]) for kind in ("a", "k", "a!", "k!")}
        told |= {kind: Order(map(tuple, firm[kind])).chains() for kind in ("a<", "k<")}
        told["w"] = _words(firm["w"])
        told["m"] = {
            name: max(size for of, size in firm["m"] if of == name) for name, _ in firm["m"]
        }
        told["c"] = [shape for (shape,) in firm["c"]]
        told["n"] = int(["count"] in firm["a"] and [""] not in firm["n"])
        return {key: value for key, value in told.items() if value}

    def _against(self, kind: str, names: list[str]) -> float:
        """How many files must show a fact, for those that show its opposite."""
        if kind.endswith("!"):
            return self.files - max(LEAST - 1, RARE * self.files)
        return self.met[(kind, *reversed(names))] / RARE if kind.endswith("<") else 0


def facts_of(element: Element) -> set[tuple]:
    """What one element shows."""
    given, inside = attributes(element), children(element)
    facts = {("a", name) for name in given} | {("k", name) for name in inside}
    facts |= {("a<", *pair) for pair in pairs_of(given)} | {
        ("k<", *pair) for pair in pairs_of(inside)
    }
    facts |= {("w", name, form_of(value)) for name, value in given.items() if name not in _NAMES}
    facts |= {
        ("m", name, round(abs(float(given[name]))))
        for name in given.keys() & MEASURES
        if form_of(given[name]) == "0"
    }
    if short(element.tag) == "c":
        facts.add(("c", cell_shape(element)))
    if given.get("count", str(len(inside))) != str(len(inside)):
        facts.add(("n", ""))
    return facts


def _words(found: list) -> dict[str, str]:
    words: dict[str, list[str]] = defaultdict(list)
    for name, word in found:
        words[name].append(word)
    return {
        name: " ".join(few)
        for name, few in words.items()
        if "*" not in few and len(few) <= MOST_WORDS
    }


def forms_of(packages: Iterable[Mapping[str, bytes]]) -> dict[str, Form]:
    """Key of an element → its form, from packages that Excel saved (part's name → its bytes)."""
    forms: dict[str, Form] = defaultdict(Form)
    for parts in packages:
        found: dict[str, list[Element]] = defaultdict(list)
        for root in roots(parts).values():
            for key, element in elements(root):
                found[key].append(element)
        for key, each in found.items():
            forms[key].add(each)
    return forms


def roots(parts: Mapping[str, bytes]) -> dict[str, Element]:
    """A package's parts that are XML, each by its root."""
    return {
        name: ElementTree.fromstring(data) for name, data in parts.items() if PARTS.fullmatch(name)
    }
