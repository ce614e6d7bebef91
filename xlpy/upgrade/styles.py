"""The formats of a model's sheets, put behind those of a workbook; what it has already is used
again.
"""

import re
from collections.abc import Sequence

from xlpy.ooxml.package import MAIN, Package
from xlpy.ooxml.xmlparts import Edit, Element, bad_xml, prefix_of, removal, spliced

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_FIRST_OWN_FORMAT = 164


class Styles:
    """Number of a format in the model → its number in the workbook. `stage` puts the new ones
    there.
    """

    def __init__(self, package: Package, model: Package):
        self.package = package
        self.part = _part(package)
        self.data = package.data(self.part)
        self.here = _Listed(package, self.part)
        self.there = _Listed(model, _part(model))
        self.prefix = prefix_of(self.data, self.here.root).decode()
        self.new: dict[str, list[str]] = {}
        self.known: dict[tuple[str, int], int] = {}

    def cell(self, number: int) -> int:
        """A cell's format."""
        return self._placed("cellXfs", number, self._cell)

    def highlight(self, number: int) -> int:
        """A highlight's format."""
        return self._placed("dxfs", number, lambda found: found)

    def _placed(self, kind: str, number: int, translated) -> int:
        if (kind, number) not in self.known:
            self.known[kind, number] = self._place_of_format(
                kind, translated(self.there.text(kind, number))
            )
        return self.known[kind, number]

    def _place_of_format(self, kind: str, text: str) -> int:
        """The place of a format here: that of one like it, else a new one."""
        if not self.prefix and text in (have := self.here.texts(kind)):
            return have.index(text)
        new = self.new.setdefault(kind, [])
        if text not in new:
            new.append(text)
        return len(self.here.texts(kind)) + new.index(text)

    def _cell(self, text: str) -> str:
        """A cell's format with the numbers of fonts, fills, borders and number formats that they
        have here.
        """
        for kind, name in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            text = _with_number(
                text, name, lambda old, kind=kind: self._placed(kind, old, lambda found: found)
            )
        text = _with_number(text, "numFmtId", self._number_format)
        return _with_number(text, "xfId", lambda _: 0)

    def _number_format(self, number: int) -> int:
        if number < _FIRST_OWN_FORMAT:
            return number
        code = self.there.formats[number]
        found = {v: k for k, v in self.here.formats.items()}.get(code)
        if found is None:
            found = max(_FIRST_OWN_FORMAT - 1, *self.here.formats, 0) + 1
            self.here.formats[found] = code
            written = re.sub(
                r'numFmtId="\d+"', f'numFmtId="{found}"', self.there.format_texts[number]
            )
            self.new.setdefault("numFmts", []).append(written)
        return found

    def is_date(self, number: int) -> bool:
        """Whether a format of the model shows a day."""
        found = re.search(r'numFmtId="(\d+)"', self.there.text("cellXfs", number))
        code = self.there.formats.get(int(found[1]), "") if found else ""
        return "yy" in code or "mm" in code

    def stage(self) -> None:
        """Stage the new formats."""
        edits = [self._edit(kind, new) for kind, new in self.new.items() if new]
        if edits:
            self.package.put(self.part, spliced(self.data, edits))

    def _edit(self, kind: str, new: Sequence[str]) -> Edit:
        inside = re.sub(r"<(/?)(?=\w)", rf"<\1{self.prefix}", "".join(new)).encode()
        holder = self.here.holders.get(kind)
        count = len(self.here.texts(kind)) + len(new)
        tag = f"{self.prefix}{kind}".encode()
        if holder is None:
            place = self._behind(kind)
            return place, place, b'<%s count="%d">%s</%s>' % (tag, count, inside, tag)
        start, end, _ = removal(self.data, holder)
        opened = self.data[start : holder.opened].removesuffix(b"/>").removesuffix(b">") + b">"
        opened = re.sub(rb'\scount="\d+"', b"", opened).replace(b">", b' count="%d">' % count, 1)
        held = self.data[holder.opened : holder.closing] if holder.closing > holder.opened else b""
        return start, end, b"%s%s%s</%s>" % (opened, held, inside, tag)

    def _behind(self, kind: str) -> int:
        before = [each for each in _ORDER[: _ORDER.index(kind)] if each in self.here.holders]
        return (
            removal(self.data, self.here.holders[before[-1]])[1]
            if before
            else self.here.root.opened
        )


class _Listed:
    """The formats that a part lists, each as it stands."""

    def __init__(self, package: Package, part: str):
        data, found = package.data(part), package.elements(part)
        self.root = found[0]
        self.holders: dict[str, Element] = {
            e.name: e
            for e in found
            if e.parent is self.root and e.name in _ORDER and e.space == MAIN
        }
        self._texts: dict[str, list[str]] = {}
        self.formats: dict[int, str] = {}
        self.format_texts: dict[int, str] = {}
        for element in found:
            holder = element.parent
            if holder is not None and holder is self.holders.get(holder.name):
                start, end, _ = removal(data, element)
                text = data[start:end].decode()
                self._texts.setdefault(holder.name, []).append(text)
                if holder.name == "numFmts":
                    number = int(element.attributes["numFmtId"])
                    self.formats[number], self.format_texts[number] = (
                        element.attributes["formatCode"],
                        text,
                    )

    def texts(self, kind: str) -> list[str]:
        """All of a kind."""
        return self._texts.get(kind, [])

    def text(self, kind: str, number: int) -> str:
        """One of a kind."""
        return self._texts[kind][number]


def _part(package: Package) -> str:
    found = [r.part for r in package.relationships(package.workbook) if r.kind == "styles"]
    if not found or not package.has(found[0]):
        raise bad_xml("styles.xml")
    return found[0]


def _with_number(text: str, name: str, changed) -> str:
    return re.sub(rf'(\s{name}=")(\d+)"', lambda m: f'{m[1]}{changed(int(m[2]))}"', text, count=1)
