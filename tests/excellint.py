"""What in a package Excel would have written otherwise, by the forms that `excelforms` keeps.

`strange(parts)` gives lines, each once, with the first part that it was met in; none means:
written as Excel writes.
`stale(parts)` gives what the package says of itself that is not so.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from excelforms import (
    PARTS,
    Element,
    Order,
    attributes,
    cell_shape,
    children,
    elements,
    form_of,
)

FORMS = Path(__file__).parent / "golden" / "excel-forms.json"
BEYOND = 4
"""How many times the largest of Excel's own a measure may be."""


@cache
def forms() -> dict[str, dict]:
    """Key of an element → its form as stored, orders ready to use."""
    stored = json.loads(FORMS.read_text("utf-8"))
    for form in stored.values():
        for key in ("a", "a!", "k", "k!"):
            form[key] = form.get(key, "").split()
        for key in ("a<", "k<"):
            form[key] = Order.of(form.get(key, ())).closed()
    return stored


def strange(parts: Mapping[str, bytes]) -> list[str]:
    """What Excel would not have written, a line for each kind: `part: element: what`."""
    found: dict[str, str] = {}
    for name, data in parts.items():
        for what in _of_part(data) if PARTS.fullmatch(name) else ():
            found.setdefault(what, name)
    return [f"{name}: {what}" for what, name in found.items()]


@cache
def _of_part(data: bytes) -> list[str]:
    """What Excel would not have written in a part. It depends on the part's bytes alone, and most
    parts of the workbooks that tests compare are the same: each is looked at once.
    """
    found: dict[str, None] = {}
    for key, element in elements(ElementTree.fromstring(data)):
        found.update(dict.fromkeys(_of_element(key, element)))
    return list(found)


def _of_element(key: str, element: Element) -> Iterator[str]:
    form = forms().get(key)
    if form is None:
        yield f"{key}: an element that Excel did not write there"
        return
    given, inside = attributes(element), children(element)
    yield from _names(f"{key}", "attribute", list(given), form["a"], form["a!"], form["a<"])
    yield from _names(f"{key}", "child", inside, form["k"], form["k!"], form["k<"])
    for name, value in given.items():
        yield from _value(key, name, value, form)
    if key == "row/c" and cell_shape(element) not in form["c"]:
        yield f"{key}: a cell made of: {cell_shape(element)}"
    if form.get("n") and int(given.get("count", len(inside))) != len(inside):
        yield f"{key}: count {given['count']} of {len(inside)} children"


def _names(key, kind, names, known, always, later) -> Iterator[str]:
    yield from (f"{key}: {kind} {name} is new" for name in names if name not in known)
    yield from (f"{key}: {kind} {name} is missing" for name in always if name not in names)
    for at, name in enumerate(names):
        for earlier in names[:at]:
            if earlier in later.get(name, ()):
                yield f"{key}: {kind} {name} stands after {earlier}"
                return


def _value(key: str, name: str, value: str, form: dict) -> Iterator[str]:
    words = form.get("w", {}).get(name)
    kind = form_of(value)
    if kind == "0?":
        yield f"{key}: {name}={value!r} is no number as Excel writes it"
    elif words is not None and kind not in words.split():
        yield f"{key}: {name}={value!r} is none of: {words}"
    largest = form.get("m", {}).get(name)
    if largest is not None and kind == "0" and abs(float(value)) > BEYOND * max(largest, 1):
        yield f"{key}: {name}={value!r} is far above {largest}"


def stale(parts: Mapping[str, bytes]) -> list[str]:
    """Where a package says something of its sheets, names, texts or cells that is not so."""
    sheets = {
        name: data for name, data in parts.items() if re.fullmatch(r"xl/worksheets/\w+\.xml", name)
    }
    found = [*_stale_lists(parts), *_stale_counts(parts["xl/sharedStrings.xml"], sheets.values())]
    for name, data in sheets.items():
        said = re.search(rb'<dimension ref="([^"]*)"', data)
        held = _box(re.findall(rb'<c r="([A-Z]+)(\d+)"', data))
        if said and held and said[1].decode() != held:
            found.append(f"{name}: dimension {said[1].decode()}, cells {held}")
    return found


def _stale_lists(parts: Mapping[str, bytes]) -> Iterator[str]:
    book, app = (
        ElementTree.fromstring(parts[name]) for name in ("xl/workbook.xml", "docProps/app.xml")
    )
    sheets = [e.get("name") for e in book.iterfind("{*}sheets/{*}sheet")]
    ranges = set()
    for name in book.iterfind("{*}definedNames/{*}definedName"):
        # One area or several; a formula has brackets, and a text or a fault no dollar sign behind
        # its sheet.
        if name.get("hidden") or not re.fullmatch(r"('[^']*'|\w+)!\$[^()\[\]]*", name.text):
            continue
        own = name.get("localSheetId")
        plain = name.get("name").removeprefix("_xlnm.")
        ranges.add(plain if own is None else f"{sheets[int(own)]}!{plain}")
    titles = [e.text for e in app.iterfind("{*}TitlesOfParts/{*}vector/{*}lpstr")]
    counts = [int(e.text) for e in app.iterfind("{*}HeadingPairs/{*}vector/{*}variant/{*}i4")]
    if titles[: len(sheets)] != sheets:
        yield "app.xml: not the workbook's sheets"
    listed = [title.replace("'", "") for title in titles[len(sheets) :]]
    if sorted(listed) != sorted(ranges):
        yield f"app.xml: names, not in both: {sorted(set(listed) ^ ranges)}"
    if counts != [len(sheets), len(ranges)]:
        yield f"app.xml: counts {counts}"
    for vector, size in zip(
        app.iterfind("*/{*}vector"), (4, len(sheets) + len(ranges)), strict=True
    ):
        if int(vector.get("size")) != size:
            yield f"app.xml: size {vector.get('size')}, not {size}"


def _stale_counts(texts: bytes, sheets: Iterable[bytes]) -> Iterator[str]:
    said = tuple(map(int, re.search(rb'count="(\d+)" uniqueCount="(\d+)"', texts).groups()))
    true = (
        sum(len(re.findall(rb'<c [^>]*t="s"', data)) for data in sheets),
        len(re.findall(rb"<si[ />]", texts)),
    )
    if said != true:
        yield f"sharedStrings.xml: count and uniqueCount {said}, not {true}"


def _box(cells: Sequence[tuple[bytes, bytes]]) -> str:
    if not cells:
        return ""
    columns = sorted(
        {column.decode() for column, _ in cells}, key=lambda column: (len(column), column)
    )
    rows = sorted({int(row) for _, row in cells})
    first, last = f"{columns[0]}{rows[0]}", f"{columns[-1]}{rows[-1]}"
    return first if first == last else f"{first}:{last}"
