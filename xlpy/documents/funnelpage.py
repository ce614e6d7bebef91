"""The funnel on paper: a page for each view with its chart, then targets, cohorts, fairs and
answers (A-Q4.1, D-4.3).
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.customers.funnel import Step
from xlpy.core.customers.funnelshown import KEYS, Section, said
from xlpy.core.text import Text
from xlpy.documents.blocks import table
from xlpy.documents.boxes import Column
from xlpy.documents.files import saving
from xlpy.documents.measure import FONT
from xlpy.documents.page import MUTED, WIDTH, Row, Sheet, cell
from xlpy.documents.pagewriter import write
from xlpy.documents.pdf import save_printed
from xlpy.documents.sheetnames import free_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from xlpy.jobs.funnel import FunnelReport

_TITLE = Text("渠道漏斗", "Funnel")
_UNTIL = Text("收到的询盘，到 {} 的结果", "what came of the period's enquiries until {}")
_MOST = Text("图：询盘最多的 {} 个", "in the chart: the {} with most enquiries")
_BARS = (Text("询盘", "Enquiries"), Text("报价", "Quotes"), Text("订单", "Orders"))
_COLOURS = ("#1F3A5F", "#2A9D8F", "#E9A23B")
_CHARTED, _CHART_ROW, _CHART_HEIGHT = 12, 2, 230
_LEAST, _FIRST, _MOST_WIDE = 6, 13, 24
"""How many letters a column is wide: no fewer, the first one more, and no more."""
_WORD = re.compile(r"[^\s\u2e80-\uffef]+")
"""What a line does not break: letters and figures in one piece."""


def save_pages(path: Path, report: "FunnelReport", language: str) -> None:
    """Save a period's funnel as a PDF.

    Raises FileError when no program can print it, or the file cannot be written.
    """
    save_printed(path, lambda book: write_book(book, report, language))


def write_book(path: Path, report: "FunnelReport", language: str) -> None:
    """A period's funnel as a workbook to be printed, a sheet for each of its tables."""
    taken: set[str] = set()
    with saving(path, str(report.period)) as workbook:
        for number, section in enumerate(report.sections(), 1):
            name = free_name(f"{number} {section.title.said(language, ' ')}", taken)
            steps = report.views.get(section.view, [])
            write(workbook, name, _page(report, section, steps, language))
            if steps:
                _add_chart(workbook, name, steps, language)


def _page(report: "FunnelReport", section: Section, steps: Sequence[Step], language: str) -> Sheet:
    widths = _widths(section, language)
    sheet = Sheet(widths, (_TITLE.said(language, " "), str(report.period)))
    title = f"{_TITLE.said(language, ' ')} {report.period} · {section.title.said(language, ' ')}"
    sheet.add(Row([cell(0, sheet.last, title, bold=True, font_size=14)], 26))
    told = _UNTIL.said(language).replace("{}", str(report.until))
    if len(steps) > _CHARTED:
        told += f" · {_MOST.said(language).replace('{}', str(_CHARTED))}"
    sheet.add(Row([cell(0, sheet.last, told, font_color=MUTED)]))
    if steps:
        sheet.add(Row([cell(0, sheet.last)], _CHART_HEIGHT * 0.75 + 6))
    columns = [
        Column(said(head, language), width, "right" if at else "left")
        for at, (head, width) in enumerate(zip(section.heads, widths, strict=True))
    ]
    table(sheet, columns, [[said(each, language) for each in row] for row in section.rows])
    return sheet


def _widths(section: Section, language: str) -> list[int]:
    """The columns' widths, together a page's: by the longest piece that no line breaks."""
    longest = []
    for at in range(len(section.heads)):
        cells = [section.heads[at], *(row[at] for row in section.rows)]
        words = [word for each in cells for word in _WORD.findall(said(each, language))]
        letters = max((len(word) for word in words), default=0) + 2
        longest.append(min(max(letters, _LEAST if at else _FIRST), _MOST_WIDE))
    return [letters * WIDTH // sum(longest) for letters in longest]


def _add_chart(workbook: "Workbook", name: str, steps: Sequence[Step], language: str) -> None:
    """Enquiries, quotations and orders side by side; their figures lie beside what is printed."""
    most = sorted(steps, key=lambda step: -(step.enquiries or 0))[:_CHARTED]
    shown = [step for step in steps if step in most]
    sheet = workbook.get_worksheet_by_name(name)
    left = 30
    font = {"name": FONT, "size": 8}
    chart = workbook.add_chart({"type": "column"})
    for at, step in enumerate(shown):
        sheet.write_string(at + 1, left, said(KEYS.get(step.key, step.key), language))
        for place, number in enumerate((step.enquiries or 0, step.quotes, step.orders), 1):
            sheet.write_number(at + 1, left + place, number)
    for place, (bar, colour) in enumerate(zip(_BARS, _COLOURS, strict=True), 1):
        chart.add_series(
            {
                "name": bar.said(language, " "),
                "categories": [name, 1, left, len(shown), left],
                "values": [name, 1, left + place, len(shown), left + place],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "0;;", "font": font},
            }
        )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_x_axis({"num_font": font, "text_axis": True})
    chart.set_y_axis({"num_font": font, "num_format": "#,##0", "major_gridlines": {"visible": 0}})
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": WIDTH - 10, "height": _CHART_HEIGHT})
    sheet.insert_chart(_CHART_ROW, 0, chart, {"x_offset": 2, "y_offset": 2})
