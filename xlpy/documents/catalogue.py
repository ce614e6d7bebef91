"""The price list as a catalogue to be printed: a card for each product with picture and price
(C-5.8, C-5.10).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlpy.core.catalogue import Offer
from xlpy.core.text import Text
from xlpy.documents.files import saving
from xlpy.documents.pdf import save_printed

_TITLE, _OF = Text("价目表", "Price list"), Text("适用", "for")
_FROM = Text("价格生效于", "Prices as of")
_ACROSS, _DOWN = 3, 4
"""How many cards a page has."""
_WIDTH, _PICTURE, _LINE, _GAP = 30, 112, 13, 6
"""A card's width in digits, the height of its picture and of a line in points."""
_PIXELS, _ASIDE = 142, 36
"""A picture's side on paper, and what is left of it, in pixels of 1/96 inch."""
_LINES = 4
_INK, _GREY, _FRAME, _EMPTY = "#1F4E78", "#808080", "#C8D0D8", "#F2F4F7"


def save_catalogue(
    path: Path,
    offers: Sequence[Offer],
    pictures: Mapping[str, Path],
    day: date,
    currency: str,
    company: str,
    customer: str | None,
    language: str,
) -> None:
    """Save a catalogue as .xlsx or .pdf, by the path's ending; `pictures`: product → file.

    Raises FileError when no program can print it, or the file cannot be written.
    """

    def write(book: Path) -> None:
        title = f"{_TITLE.said(language, ' ')} {day}"
        with saving(book, title) as workbook:
            page = _Page(workbook, language, currency)
            page.head(company, title, customer, day)
            for at, offer in enumerate(offers):
                page.card(at, offer, pictures.get(offer.product.product))
            page.finish(len(offers), company)

    if path.suffix.lower() == ".xlsx":
        write(path)
    else:
        save_printed(path, write)


def _for_what(per: str | None, unit: str | None) -> str:
    """What a price is for: ` / 100 pcs`, ` / pcs`; nothing where neither is known."""
    said = " ".join(filter(None, (per, unit)))
    return f" / {said}" if said else ""


class _Page:
    """The sheet of cards, three across and four down a page."""

    def __init__(self, workbook: Any, language: str, currency: str):
        self.workbook, self.language, self.currency = workbook, language, currency
        self.sheet = workbook.add_worksheet(_TITLE.said(language, " "))
        self.sheet.hide_gridlines(2)
        self.sheet.set_column(0, _ACROSS - 1, _WIDTH)
        self.top = 3

    def _look(self, **properties: object) -> Any:
        return self.workbook.add_format({"font_name": "Arial", **properties})

    def head(self, company: str, title: str, customer: str | None, day: date) -> None:
        """Whose list it is, of which day and for whom."""
        self.sheet.set_row(0, 26)
        self.sheet.write_string(0, 0, company, self._look(bold=True, font_size=16, font_color=_INK))
        told = f"{_FROM.said(self.language, ' ')} {day} · {self.currency}"
        if customer:
            told += f" · {_OF.said(self.language, ' ')} {customer}"
        line = f"{_TITLE.said(self.language, ' ')} · {told}"
        self.sheet.write_string(1, 0, line, self._look(font_color=_GREY))

    def card(self, at: int, offer: Offer, picture: Path | None) -> None:
        """A product's card: picture, names, number and specification, price."""
        column, first = at % _ACROSS, self.top + at // _ACROSS * (_LINES + 1)
        product, sheet = offer.product, self.sheet
        sides = {"left": 1, "right": 1, "left_color": _FRAME, "right_color": _FRAME}
        shown = {"text_wrap": True, "valign": "top", "align": "center"}
        ground = {} if picture else {"bg_color": _EMPTY}
        frame = self._look(**sides, top=1, top_color=_FRAME, **ground)
        if column == 0:
            sheet.set_row(first, _PICTURE)
            for line in range(1, _LINES):
                sheet.set_row(first + line, _LINE * (2 if line == 1 else 1))
            sheet.set_row(first + _LINES, _GAP)
        sheet.write_blank(first, column, None, frame)
        if picture is not None:
            self._picture(first, column, picture)
        names = dict.fromkeys(filter(None, self._names(product)))
        said = "\n".join(names) or product.product
        texts = (
            (said, self._look(**sides, **shown, bold=True)),
            (
                " · ".join(filter(None, (product.product, product.specification, product.packing))),
                self._look(**sides, align="center", font_color=_GREY, font_size=8, shrink=True),
            ),
            (
                f"{self.currency} {offer.price:,.2f}"
                + _for_what(offer.per, product.unit),
                self._look(
                    **sides, bottom=1, bottom_color=_FRAME, align="center", bold=True,
                    font_color=_INK,
                ),
            ),
        )  # fmt: skip
        for line, (text, look) in enumerate(texts, 1):
            sheet.write_string(first + line, column, text, look)

    def _names(self, product: Any) -> tuple[str | None, ...]:
        if self.language == "both":
            return product.zh_name, product.en_name
        own = (product.zh_name, product.en_name)
        first, second = own if self.language == "zh" else own[::-1]
        return (first or second,)

    def _picture(self, row: int, column: int, picture: Path) -> None:
        from xlsxwriter.image import Image

        image = Image(str(picture))
        # Pictures have one size: the scale comes from their pixels, whatever density they state.
        scale = _PIXELS / max(image.width, image.height)
        density = image.x_dpi / 96
        self.sheet.insert_image(
            row,
            column,
            str(picture),
            {
                "x_scale": scale * density,
                "y_scale": scale * density,
                "x_offset": _ASIDE,
                "y_offset": 3,
                "object_position": 1,
            },
        )

    def finish(self, count: int, company: str) -> None:
        """Page breaks behind each fourth row of cards, print area, page numbers."""
        sheet, rows = self.sheet, -(-count // _ACROSS)
        last = self.top + rows * (_LINES + 1)
        sheet.set_paper(9)
        sheet.print_area(0, 0, last, _ACROSS - 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.5, 0.6)
        sheet.center_horizontally()
        sheet.repeat_rows(0, 1)
        breaks = range(_DOWN, rows, _DOWN)
        sheet.set_h_pagebreaks([self.top + each * (_LINES + 1) for each in breaks])
        sheet.set_footer(f"&L&8{company.replace('&', '&&')}&R&8&P / &N")
