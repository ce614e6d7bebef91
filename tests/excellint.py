"""What in a package Excel would have written otherwise, by the forms that `excelforms` keeps.

`strange(parts)` gives lines, each once, with the first part that it was met in; none means: written as Excel writes.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from excelforms import Element, Order, attributes, cell_shape, children, elements, form_of, roots

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
    for name, root in roots(parts).items():
        for key, element in elements(root):
            for what in _of_element(key, element):
                found.setdefault(what, name)
    return [f"{name}: {what}" for what, name in found.items()]


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
