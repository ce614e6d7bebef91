"""A paper as a worksheet that is ready to be printed."""

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from xlpy.documents.measure import FONT
from xlpy.documents.page import INK, MUTED, SIZE, Cell, Picture, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_BLANK = "\N{NO-BREAK SPACE}"
_TOP = 3
"""Pixels above a picture that is not centred."""
_MARGINS = {"left": 0.45, "right": 0.45, "top": 0.6, "bottom": 0.65}


def write(workbook: "Workbook", name: str, sheet: Sheet, alone: bool = True) -> None:
    """Put a paper on a new worksheet of the workbook, ready to be printed. Where it is not alone
    in the workbook, it has its own numbers of pages.
    """
    worksheet = workbook.add_worksheet(name)
    breaks = sheet.pages()
    for column, width in enumerate(sheet.widths):
        worksheet.set_column_pixels(column, column, width)
    formats: dict = {}
    at, page_ends = 0, []
    for index, block in enumerate(sheet.blocks):
        if index in breaks:
            page_ends.append(at)
        if sheet.repeats and sheet.header == index:
            worksheet.repeat_rows(at, at + len(block.rows) - 1)
        again = sheet.blocks[sheet.header].rows if index in sheet.continued else []
        if index in breaks and index in sheet.again:
            again = [sheet.again[index]]
        for row in (*again, *block.rows):
            height = sheet.height(row)
            worksheet.set_row(at, height)
            for each in row.cells:
                spaced = _off_the_line(each) if sheet.is_spaced else each
                _write_cell(workbook, worksheet, at, spaced, formats)
            for picture in row.pictures:
                _insert(worksheet, at, picture, sheet.widths[picture.column], height / 0.75)
            at += 1
    worksheet.set_h_pagebreaks(page_ends)
    _set_up(worksheet, sheet, at)
    worksheet.set_footer(_footer(sheet, "&N" if alone else str(len(breaks) + 1)), {"margin": 0.3})
    if not alone:
        worksheet.set_start_page(1)


def _write_cell(workbook, worksheet, row: int, each: Cell, formats: dict) -> None:
    look = _format(workbook, formats, each.look)
    if each.last > each.first:
        worksheet.merge_range(row, each.first, row, each.last, "", look)
    value = each.value
    if each.label:
        text = "" if value is None else str(value)
        light = _format(
            workbook,
            formats,
            (("font_color", MUTED), ("font_size", dict(each.look).get("font_size", SIZE))),
        )
        dark = _format(
            workbook,
            formats,
            tuple(i for i in each.look if i[0] in ("bold", "font_size", "font_color")),
        )
        parts = [light, each.label, dark, text] if text else None
        if parts:
            worksheet.write_rich_string(row, each.first, *parts, look)
        else:
            worksheet.write_string(row, each.first, each.label, look)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        worksheet.write_number(row, each.first, float(value), look)
    elif value is not None and value != "":
        worksheet.write_string(row, each.first, str(value), look)
    else:
        worksheet.write_blank(row, each.first, None, look)


def _off_the_line(each: Cell) -> Cell:
    """A cell whose text on the right has the room to the line there that a number has."""
    look = dict(each.look)
    if not isinstance(each.value, str) or look.get("align") != "right" or "indent" in look:
        return each
    lines = each.value.split("\n")
    return each._replace(value="\n".join(line + _BLANK if line else "" for line in lines))


def _format(workbook, formats: dict, look: tuple):
    if look not in formats:
        base = {
            "font_name": FONT,
            "font_size": SIZE,
            "font_color": INK,
            "text_wrap": True,
            "valign": "vcenter",
        }
        formats[look] = workbook.add_format({**base, **dict(look)})
    return formats[look]


def _insert(worksheet, row: int, picture: Picture, width: float, height: float) -> None:
    """Put a picture into a cell of so many pixels: in its middle, or so far from its left."""
    free = (width - picture.width, height - picture.height) if picture.centred else None
    worksheet.insert_image(
        row,
        picture.column,
        picture.name,
        {
            "image_data": BytesIO(picture.data),
            "x_scale": picture.x_scale,
            "y_scale": picture.y_scale,
            "x_offset": max(free[0] / 2, 1) if free else picture.left,
            "y_offset": max(free[1] / 2, 1) if free else _TOP,
            "object_position": 1,
        },
    )


def _set_up(worksheet, sheet: Sheet, rows: int) -> None:
    worksheet.set_paper(9)
    worksheet.set_portrait()
    worksheet.set_margins(**_MARGINS)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    worksheet.print_area(0, 0, max(rows - 1, 0), sheet.last)
    # One page wide whatever stands in for the font; as high as it comes, for then the breaks
    # between pages hold.
    worksheet.fit_to_pages(1, int(sheet.is_smaller))
    if sheet.draft:
        worksheet.set_header(f'&R&"{FONT},Bold"&14&KC00000{sheet.draft}', {"margin": 0.25})


def _footer(sheet: Sheet, pages: str) -> str:
    left, right = map(_in_footer, sheet.footer)
    return f'&L&"{FONT}"&8{left}&C&"{FONT}"&8&P / {pages}&R&"{FONT}"&8{right}'


def _in_footer(text: str) -> str:
    """A text as a footer holds it behind the size of its letters: digits would be read as part of
    that.
    """
    return (" " if text[:1].isdecimal() else "") + text.replace("&", "&&")
