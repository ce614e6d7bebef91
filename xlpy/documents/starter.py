"""A template to begin with: a workbook with all fields of a paper, to be arranged as one likes."""

from collections.abc import Iterator
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.documents.blocks import gap
from xlpy.documents.boxes import Column
from xlpy.documents.data import Job
from xlpy.documents.files import saving
from xlpy.documents.labels import WORDS
from xlpy.documents.page import INK, LINE, SHADE, WIDTH, Row, Sheet, cell
from xlpy.documents.pagewriter import write
from xlpy.documents.templatefields import LINE as LINES
from xlpy.documents.templatefields import Fields

_BOX = {"border": 1, "border_color": LINE}
_HEAD = {**_BOX, "bold": True, "bg_color": SHADE, "align": "center"}
_NOT_AGAIN = ("to", "in_words", "total", "title", "number", "order_no", "currency", "draft")
"""What stands in a place of its own, not among the facts."""


def save_starter(job: Job, fields: Fields, path: Path) -> None:
    """Save a template with every field of a paper. Raises FileError where there is a file already,
    or it cannot be written.
    """
    if path.exists():
        raise FileError(
            Text(
                f"“{path.name}”已经存在，未覆盖；请换个名字。",
                f'"{path.name}" exists and was not overwritten; choose another name.',
            )
        )
    sheet = _sheet(job, fields)
    with saving(path, job.paper) as workbook:
        write(workbook, job.paper, sheet)
        if sheet.header is not None:
            at = sum(len(block.rows) for block in sheet.blocks[: sheet.header])
            workbook.get_worksheet_by_name(job.paper).repeat_rows(at, at)


def _sheet(job: Job, fields: Fields) -> Sheet:
    columns = [Column(job.words[key], 0, key=key) for key in fields.columns.get(LINES, ())]
    widths = _widths(fields) or [WIDTH // 4] * 4
    sheet = Sheet(widths, ("{company.name}", "{number}"))
    last = sheet.last
    sheet.add(
        Row([cell(0, last, "{company.name}", bold=True, font_size=14, align="center")], 22),
        Row([cell(0, last, "{company.address}", font_size=8, align="center", bottom=2)], 14),
        Row([cell(0, last, "{title}", bold=True, font_size=16, align="center")], 30),
    )
    if "to" in fields.said:
        sheet.add(Row([cell(0, last, "{to}", job.words.colon("to"), valign="top")], 40), gap())
    for row in _facts(job, fields, sheet):
        sheet.add(row)
    if columns:
        _lines(sheet, columns, fields)
    if "in_words" in fields.said:
        sheet.add(Row([cell(0, last, "{in_words}", bold=True)], 18))
    for kind, keys in fields.columns.items():
        if kind != LINES:
            text = "   ".join(f"{{{kind}.{key}}}" for key in keys)
            sheet.add(gap(), Row([cell(0, last, text)]))
    bank = [key for key in fields.said if key.startswith("bank.")]
    if bank:
        text = "\n".join(f"{{{key}}}" for key in bank)
        sheet.add(gap(), Row([cell(0, last, text, align="left", indent=1, **_BOX)]))
    sheet.add(gap(10), Row([cell(0, sheet.middle - 1, "{company.name}", **_BOX, valign="top")], 50))
    return sheet


def _widths(fields: Fields) -> list[int]:
    """The columns of the lines: what is described is wide, numbers are not."""
    keys = fields.columns.get(LINES, ())
    shares = [3 if key in ("description", "findings", "specification") else 1 for key in keys]
    return [WIDTH * share // sum(shares) for share in shares] if len(keys) > 1 else []


def _facts(job: Job, fields: Fields, sheet: Sheet) -> Iterator[Row]:
    """Labels with fields, two to a line."""
    keys = [key for key in fields.said if key in WORDS and key not in _NOT_AGAIN]
    half = max(sheet.middle, 1)
    for at in range(0, len(keys), 2):
        places = ((0, half - 1), (half, sheet.last))
        yield Row(
            [
                cell(*place, f"{{{key}}}", job.words.colon(key), valign="top", font_color=INK)
                for place, key in zip(places, keys[at : at + 2], strict=False)
            ]
        )


def _lines(sheet: Sheet, columns: list[Column], fields: Fields) -> None:
    sheet.add(gap())
    header = Row([cell(at, at, each.header, **_HEAD) for at, each in enumerate(columns)], 20)
    line = Row([cell(at, at, f"{{{LINES}.{each.key}}}", **_BOX) for at, each in enumerate(columns)])
    sheet.table(header, [[line]])
    sums = [
        f"{{total.{each.key}}}" if f"total.{each.key}" in fields.said else "" for each in columns
    ]
    if any(sums):
        look = {**_BOX, "bold": True, "bg_color": SHADE}
        sheet.add(Row([cell(at, at, text, **look) for at, text in enumerate(sums)], 18))
