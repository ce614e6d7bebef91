"""The charts of the funnel's sheet: a view, months of enquiry, costs, targets (A-Q4.1, D-4.3)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlpy.build.funnelcolumns import COLUMNS
from xlpy.build.style import CHART_COLOURS, FONT, LINE, SLATE
from xlpy.build.view import View

if TYPE_CHECKING:
    from xlpy.build.funnelsheet import Block

CHARTED = 8
"""So many lines of the chosen view and channels are drawn."""
_COLOURS, _OTHER = (*CHART_COLOURS[:2], *CHART_COLOURS[3:]), CHART_COLOURS[2]
_PERCENT = '0"%"'
_WIDTHS, _ROW = (515, 462), 25
"""Pixels: how wide a chart is at the left and at the right, how high a row."""


def add_charts(
    view: View, place: tuple[int, int, int], mine: "Block", channels: "Block", months: "Block"
) -> None:
    """Put the four charts on the sheet: the sheet's rows of both lines of charts, and how many rows
    a chart has.
    """
    upper, lower, rows = place
    height = rows * _ROW - 16
    for row, left, chart in (
        (upper, 1, _columns(view, mine, ("enquiries", "quotes", "orders"), CHARTED)),
        (upper, 5, _months(view, months)),
        (lower, 1, _costs(view, channels)),
        (lower, 5, _targets(view, channels)),
    ):
        chart.set_size({"width": _WIDTHS[left > 1], "height": height})
        view.sheet.insert_chart(row, left, chart, {"object_position": 1, "y_offset": 6})


def _columns(view: View, block: "Block", keys: Sequence[str], lines: int) -> Any:
    """Columns of some of a list's figures side by side, with their numbers on top."""
    chart = _chart(view)
    font = {"name": FONT, "size": 8, "color": SLATE}
    for key, colour in zip(keys, _COLOURS, strict=False):
        chart.add_series(
            {
                **_of(view, block, key, lines),
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": font},
            }
        )
    return chart


def _months(view: View, block: "Block") -> Any:
    """Enquiries and orders of each month of enquiry as columns, the money received as a line."""
    chart = _columns(view, block, ("enquiries", "orders"), block.lines)
    look = {"line": {"color": _OTHER, "width": 2}, "marker": {"type": "none"}}
    return _combined(chart, view, _of(view, block, "receipts", block.lines) | look, "#,##0")


def _costs(view: View, block: "Block") -> Any:
    """Each channel's cost per enquiry as a column, cost in per cent of receipts as a point."""
    chart = _columns(view, block, ("cost_per_enquiry",), CHARTED)
    filled = {"fill": {"color": _OTHER}, "border": {"color": _OTHER}}
    look = {"line": {"none": True}, "marker": {"type": "diamond", "size": 8, **filled}}
    return _combined(chart, view, _of(view, block, "cost_of_receipts", CHARTED) | look, _PERCENT)


def _targets(view: View, block: "Block") -> Any:
    """How many per cent of each target came, by channel."""
    keys = ("enquiries_reached", "quotes_reached", "orders_reached", "receipts_reached")
    chart = _columns(view, block, keys, CHARTED)
    chart.set_y_axis(_axis(_PERCENT, True))
    return chart


def _combined(chart: Any, view: View, series: dict[str, Any], form: str) -> Any:
    """A chart with a further figure as a line on an axis at the right."""
    line = view.book.workbook.add_chart({"type": "line"})
    line.add_series({**series, "y2_axis": True})
    chart.combine(line)
    line.set_y2_axis(_axis(form, False))
    return chart


def _of(view: View, block: "Block", key: str, lines: int) -> dict[str, str]:
    """A series of a list: its name, its lines' names, its figures."""
    return {
        "name": str(COLUMNS[key].label),
        "categories": block.area(view.name, "key", lines),
        "values": block.area(view.name, key, lines),
    }


def _chart(view: View) -> Any:
    chart = view.book.workbook.add_chart({"type": "column"})
    font = {"name": FONT, "size": 9, "color": SLATE}
    chart.set_title({"none": True})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_x_axis({"num_font": font, "line": {"color": LINE}})
    chart.set_y_axis(_axis("#,##0", True))
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _axis(form: str, lines: bool) -> dict[str, object]:
    font = {"name": FONT, "size": 9, "color": SLATE}
    grid = {"visible": lines, "line": {"color": LINE}}
    return {
        "num_font": font,
        "num_format": form,
        "line": {"none": True},
        "min": 0,
        "major_gridlines": grid,
    }
