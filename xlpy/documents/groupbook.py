"""A group's workbook: sums by department, month, person and region, pools, sources, differences; a
page for each department.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from xlpy.core.group.views import COUNT, MONEY, TEXT, Head, Overview, View
from xlpy.core.money import to_yuan
from xlpy.core.text import Text
from xlpy.documents.files import whole
from xlpy.documents.measure import FONT
from xlpy.documents.sheetnames import free_name

if TYPE_CHECKING:
    from pathlib import Path

Book = Any
"""XlsxWriter's workbook and sheets, which have no types of their own."""
_TITLE = Text("部门汇总", "Group of departments")
_TOTAL, _SUMMARY = Text("合计", "Total"), Text("汇总", "Summary")
_RECEIPTS = Text("回款", "Receipts")
_PAGES = 40
"""Up to so many departments have a page each."""
_CHARTED = 20
"""How many departments the chart shows, those with most receipts."""
_MONEY, _COUNT = "#,##0.00", "0"
_HEAD, _GREY = "#1F4E78", "#808080"
_WIDTHS = {"path": 40, "digest": 20, "chain": 20, "said": 70, "departments": 30, "about": 20}
_SHORTENED = {"digest": 16, "chain": 16}
"""How much of a digest stands on the sheet; the CSV has all of it."""


def save_group(path: "Path", group: Overview, language: str) -> None:
    """Save a group's workbook in a language: values, native charts, print layout.

    Raises FileError when it cannot be written.
    """
    import xlsxwriter

    with whole(path) as fresh:
        book = xlsxwriter.Workbook(
            fresh, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        )
        made = _Made(book, language)
        made.summary(group)
        for view in group.views:
            if view.key != "departments":
                made.sheet(view)
        if len(group.group) <= _PAGES:
            for facts in group.group:
                made.page(facts.origin.department, group)
        book.close()


class _Made:
    """The sheets of one workbook, their formats made once."""

    def __init__(self, book: Book, language: str):
        self.book, self.language = book, language
        self.names: set[str] = set()
        base = {"font_name": FONT, "font_size": 10, "valign": "top"}
        line = {"bottom": 4, "bottom_color": _GREY}
        self.formats = {
            "title": book.add_format(base | {"bold": True, "font_size": 16}),
            "part": book.add_format(base | {"bold": True, "font_size": 12}),
            "grey": book.add_format(base | {"font_color": _GREY}),
            "head": book.add_format(
                base
                | {"bold": True, "font_color": "white", "bg_color": _HEAD, "text_wrap": True}
                | {"align": "center", "valign": "vcenter"}
            ),
            "text": book.add_format(base | line | {"text_wrap": True}),
            "money": book.add_format(base | line | {"num_format": _MONEY}),
            "count": book.add_format(base | line | {"num_format": _COUNT}),
            "sum": book.add_format(base | {"bold": True, "top": 1, "num_format": _MONEY}),
        }

    def said(self, text: Text, between: str = " ") -> str:
        """A text in the workbook's language."""
        return text.said(self.language, between)

    def summary(self, group: Overview) -> None:
        """The first sheet: departments with their sums, and a chart."""
        view = group.view("departments")
        sheet = self._new(self.said(_SUMMARY))
        title = f"{self.said(_TITLE)} {group.period}"
        sheet.write_string(0, 0, title, self.formats["title"])
        open_ = sum(1 for facts in group.group if facts.missing)
        told = Text(
            f"{len(group.group)} 个部门，{open_} 个有未结账的月份，{len(group.differences)} 处差异",
            f"{len(group.group)} departments, {open_} with months not closed, "
            f"{len(group.differences)} differences",
        )
        sheet.write_string(1, 0, self.said(told), self.formats["grey"])
        at = [head.key for head in view.heads].index("receipts")
        rows = sorted(view.rows, key=lambda row: -_whole(row[at]))
        end = self._table(sheet, 3, view.heads, rows)
        self._chart(sheet, 4, min(len(rows), _CHARTED), at, end + 1)

    def sheet(self, view: View) -> None:
        """A sheet with one view."""
        sheet = self._new(self.said(view.title))
        sheet.write_string(0, 0, self.said(view.title), self.formats["part"])
        sheet.freeze_panes(3, 1)
        sheet.repeat_rows(2)
        end = self._table(sheet, 2, view.heads, view.rows)
        if view.rows:
            sheet.autofilter(2, 0, end - 2, len(view.heads) - 1)

    def page(self, department: str, group: Overview) -> None:
        """A department's own page: its months, people, regions, pools."""
        sheet = self._new(department)
        sheet.write_string(0, 0, f"{department} {group.period}", self.formats["title"])
        row = 2
        for key in ("months", "people", "regions", "pools"):
            view = group.view(key)
            mine = [head.key for head in view.heads].index("department")
            rows = [
                row_[:mine] + row_[mine + 1 :] for row_ in view.rows if row_[mine] == department
            ]
            if rows:
                heads = view.heads[:mine] + view.heads[mine + 1 :]
                sheet.write_string(row, 0, self.said(view.title), self.formats["part"])
                row = self._table(sheet, row + 1, heads, rows) + 1

    def _new(self, name: str) -> Book:
        sheet = self.book.add_worksheet(free_name(name, self.names))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_margins(0.5, 0.5, 0.5, 0.6)
        sheet.set_footer(f"&L{self.said(_TITLE)}&R&P / &N")
        return sheet

    def _table(
        self, sheet: Book, row: int, heads: Sequence[Head], rows: Iterable[tuple[object, ...]]
    ) -> int:
        """Heads and rows from a row on, and their sum below; gives the row behind."""
        rows = list(rows)
        for column, head in enumerate(heads):
            sheet.write_string(row, column, self.said(head.label, "\n"), self.formats["head"])
            width = _WIDTHS.get(head.key, 22 if head.kind == TEXT else 17)
            sheet.set_column(column, column, width)
        for values in rows:
            row += 1
            for column, (head, value) in enumerate(zip(heads, values, strict=True)):
                self._cell(sheet, row, column, head, value)
        row += 1
        if rows and any(head.kind == MONEY for head in heads):
            sheet.write_string(row, 0, self.said(_TOTAL), self.formats["sum"])
            for column, head in enumerate(heads[1:], 1):
                if head.kind == MONEY:
                    whole_ = sum(_whole(values[column]) for values in rows)
                    sheet.write_number(row, column, to_yuan(whole_), self.formats["sum"])
                else:
                    sheet.write_blank(row, column, None, self.formats["sum"])
            row += 1
        return row

    def _cell(self, sheet: Book, row: int, column: int, head: Head, value: object) -> None:
        style = self.formats[head.kind]
        if head.kind == MONEY:
            sheet.write_number(row, column, to_yuan(_whole(value)), style)
        elif head.kind == COUNT:
            sheet.write_number(row, column, _whole(value), style)
        else:
            said = self.said(value) if isinstance(value, Text) else str(value)
            if head.key in _SHORTENED:
                said = said[: _SHORTENED[head.key]]
            sheet.write_string(row, column, said, style)

    def _chart(self, sheet: Book, first: int, count: int, column: int, place: int) -> None:
        """Receipts of the first departments, as bars."""
        if not count:
            return
        chart = self.book.add_chart({"type": "bar"})
        last = first + count - 1
        chart.add_series(
            {
                "name": self.said(_RECEIPTS),
                "categories": [sheet.get_name(), first, 0, last, 0],
                "values": [sheet.get_name(), first, column, last, column],
                "fill": {"color": _HEAD},
                "gap": 60,
            }
        )
        chart.set_title({"name": self.said(_RECEIPTS)})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
        chart.set_size({"width": 900, "height": 120 + 24 * count})
        sheet.insert_chart(place, 0, chart)


def _whole(value: object) -> int:
    """A cell of a column of money or counts."""
    return int(value)  # type: ignore[call-overload, no-any-return]
