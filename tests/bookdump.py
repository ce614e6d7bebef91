"""The workbook as text: one line per sheet, table, column, name, validation, format, formula and
chart series.

`python tests/bookdump.py` writes tests/golden/TradeDept.txt anew from workbook/TradeDept.xlsm;
look at the difference before you commit it. It adds the workbook to the record of earlier ones,
too (xlpy/upgrade/earlier.json). What depends on how many rows the demo has is told relative to the
table's end.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

from xlpy.build.workbook import new_book
from xlpy.upgrade.record import add_all

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "workbook" / "TradeDept.xlsm"
GOLDEN = ROOT / "tests" / "golden" / "TradeDept.txt"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    49: "@",
}


class Dump:
    """The lines of one workbook."""

    def __init__(self, path: Path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.book = self.xml("xl/workbook.xml")
        self.styles = self.xml("xl/styles.xml")
        self.formats = {
            int(f.get("numFmtId")): f.get("formatCode") for f in self.styles.iter(f"{_MAIN}numFmt")
        }
        self.cell_formats = [int(x.get("numFmtId")) for x in self.styles.find(f"{_MAIN}cellXfs")]

    def xml(self, part: str) -> ElementTree.Element:
        """A part's root element."""
        return ElementTree.fromstring(self.parts[part])

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → kind and part."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self.parts:
            return {}
        found = self.xml(rels)
        return {
            r.get("Id"): (
                r.get("Type").rpartition("/")[2],
                normpath(join(folder, r.get("Target").lstrip("/"))),
            )
            for r in found
            if r.get("TargetMode") != "External"
        }

    def sheets(self) -> list[tuple[str, str]]:
        """Name and part of each sheet, in order."""
        rels = self.related("xl/workbook.xml")
        return [(s.get("name"), rels[s.get(_REL)][1]) for s in self.book.iter(f"{_MAIN}sheet")]

    def lines(self) -> Iterator[str]:
        """All lines."""
        code = self.book.find(f"{_MAIN}workbookPr").get("codeName")
        yield f"workbook {code} {self.content_type()}"
        for name in self.book.iter(f"{_MAIN}definedName"):
            if not name.get("name").startswith("_xlnm."):
                yield f"name {name.get('name')} = {name.text}"
        for name, part in self.sheets():
            yield ""
            yield from self.sheet_lines(name, part)

    def content_type(self) -> str:
        """The workbook part's content type."""
        types = self.xml("[Content_Types].xml")
        return next(t.get("ContentType") for t in types if t.get("PartName") == "/xl/workbook.xml")

    def sheet_lines(self, name: str, part: str) -> Iterator[str]:
        """A sheet's lines."""
        root = self.xml(part)
        properties = root.find(f"{_MAIN}sheetPr")
        setup, pane = root.find(f"{_MAIN}pageSetup"), root.find(f".//{_MAIN}pane")
        paper = (
            f"paper {setup.get('paperSize')} {setup.get('orientation')} fit "
            f"{setup.get('fitToHeight', '1')} high"
        )
        frozen = pane.get("topLeftCell") if pane is not None else "-"
        yield f"sheet {name} · {properties.get('codeName')} · {paper} · frozen {frozen}"
        end = None
        for kind, target in self.related(part).values():
            if kind == "table":
                end = int(
                    self.xml(target)
                    .get("ref")
                    .rpartition(":")[2]
                    .lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                )
                yield from self.table_lines(target, root)
        yield from self.rule_lines(root, end)
        yield from self.formula_lines(root)
        for kind, target in self.related(part).values():
            if kind == "drawing":
                yield from self.chart_lines(target)

    def table_lines(self, part: str, sheet: ElementTree.Element) -> Iterator[str]:
        """A table, its columns and the number format of each."""
        table = self.xml(part)
        first, _, _ = table.get("ref").partition(":")
        yield (
            f"  table {table.get('displayName')} from {first} · "
            f"{table.find(f'{_MAIN}tableStyleInfo').get('name')}"
        )
        top = int(re.sub("[A-Z]", "", first)) + 1
        row = next(r for r in sheet.iter(f"{_MAIN}row") if int(r.get("r")) == top)
        cells = {
            re.sub("[0-9]", "", c.get("r")): self.cell_formats[int(c.get("s", 0))] for c in row
        }
        for place, column in enumerate(table.iter(f"{_MAIN}tableColumn")):
            code = cells.get(_letters(place), 0)
            shown = self.formats.get(code) or _BUILT_IN.get(code, f"built-in {code}")
            yield f"    column {column.get('name')} · {shown}"

    def rule_lines(self, root: ElementTree.Element, end: int | None) -> Iterator[str]:
        """Validations and conditional formats."""
        for rule in root.iter(f"{_MAIN}dataValidation"):
            texts = [f.text for f in rule if f.text]
            kind = " ".join(
                filter(None, (rule.get("type"), rule.get("operator"), rule.get("errorStyle")))
            )
            stops = "" if rule.get("showErrorMessage") else " · suggests"
            yield (
                f"  validation {_from_end(rule.get('sqref'), end)} · {kind} "
                f"{' .. '.join(texts)}{stops}"
            )
        for group in root.iter(f"{_MAIN}conditionalFormatting"):
            for rule in group.iter(f"{_MAIN}cfRule"):
                texts = " ".join(f.text for f in rule.iter(f"{_MAIN}formula"))
                area = _from_end(group.get("sqref"), end)
                yield f"  format {area} · {rule.get('type')} {texts} · dxf {self.dxf(rule)}"

    def dxf(self, rule: ElementTree.Element) -> str:
        """How a conditional format looks."""
        if rule.get("dxfId") is None:
            return "-"
        look = self.styles.find(f"{_MAIN}dxfs")[int(rule.get("dxfId"))]
        found = [
            (e.tag.rpartition("}")[2], e.get("rgb") or e.get("val") or e.get("style"))
            for e in look.iter()
        ]
        return " ".join(f"{tag}={value}" for tag, value in found if value)

    def formula_lines(self, root: ElementTree.Element) -> Iterator[str]:
        """The formulas."""
        for cell in root.iter(f"{_MAIN}c"):
            formula = cell.find(f"{_MAIN}f")
            if formula is not None:
                braces = "{}" if formula.get("t") == "array" else ""
                yield f"  formula {cell.get('r')} {braces}={formula.text}"

    def chart_lines(self, drawing: str) -> Iterator[str]:
        """Each chart of a drawing with its series."""
        for kind, part in self.related(drawing).values():
            if kind != "chart":
                continue
            root = self.xml(part)
            area = root.find(f".//{_CHART}plotArea")
            kinds = [e.tag.rpartition("}")[2] for e in area if e.tag.endswith("Chart")]
            heading = root.find(f".//{_CHART}title")
            texts = (
                []
                if heading is None
                else [t.text or "" for t in heading.iter() if t.tag.endswith("}t")]
            )
            yield f"  chart {' + '.join(kinds)}{' · ' if texts else ''}{''.join(texts)}"
            for series in area.iter(f"{_CHART}ser"):
                refs = [f.text for f in series.iter(f"{_CHART}f")]
                names = [v.text for v in series.findall(f"{_CHART}tx/{_CHART}v")]
                yield f"    series {' · '.join([*names, *refs])}"


def _letters(column: int) -> str:
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _from_end(ref: str, end: int | None) -> str:
    """A range with its last row told from the table's end, which moves with the demo's rows."""
    if end is None:
        return ref
    return re.sub(r"(?<=:)([A-Z]+)(\d+)", lambda m: f"{m[1]}(end{int(m[2]) - end:+d})", ref)


def dump(path: Path) -> str:
    """A workbook as text."""
    return "\n".join(Dump(path).lines()) + "\n"


def remember() -> None:
    """Put what this program makes, full and empty, into the record by which an upgrade tells ours
    from the user's.
    """
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.xlsm"
        new_book(blank)
        add_all([BOOK, blank])


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(dump(BOOK), "utf-8")
    remember()
