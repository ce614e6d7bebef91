"""The buttons' icons: pictures (SVG) of shapes on a grid of 16, the same bytes each time."""

from collections.abc import Sequence

from xlpy.libreoffice.extension.markup import element

GRID = 16
SIZES = (16, 26)
"""LibreOffice's small and large icons, in pixels."""

BLUE, GREEN, ORANGE, RED, GREY, PAPER = "#1f6fb2", "#2e8b57", "#d9822b", "#c0392b", "#6b7280", "#ffffff"
"""Neither dark nor light, so that they show on both."""

Point = tuple[float, float]


def _rect(left: float, top: float, right: float, bottom: float, colour: str) -> str:
    place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return element("rect", {name: f"{value:g}" for name, value in place.items()} | {"fill": colour})


def _disc(x: float, y: float, radius: float, colour: str) -> str:
    return element("circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}", "fill": colour})


def _ring(x: float, y: float, radius: float, width: float, colour: str) -> str:
    line = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return element("circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}"} | line)


def _line(width: float, colour: str, *points: Point) -> str:
    line = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return element(
        "polyline", {"points": _points(points)} | line | {"stroke-linecap": "round", "stroke-linejoin": "round"}
    )


def _area(colour: str, *points: Point) -> str:
    return element("polygon", {"points": _points(points), "fill": colour})


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _sheet(left: float = 2.5, top: float = 1.5, right: float = 11.5, bottom: float = 14.5) -> list[str]:
    lines = [_rect(left + 2, y, right - 2, y + 1, GREY) for y in range(int(top) + 3, int(bottom) - 1, 3)]
    return [_rect(left, top, right, bottom, GREY), _rect(left + 1, top + 1, right - 1, bottom - 1, PAPER), *lines]


def _tick(colour: str = GREEN, right: float = 15, bottom: float = 14) -> str:
    return _line(2, colour, (right - 8, bottom - 4), (right - 5, bottom - 1), (right, bottom - 7))


def _plus() -> list[str]:
    return [_rect(11, 8.5, 13, 14.5, GREEN), _rect(9, 10.5, 15, 12.5, GREEN)]


def _padlock(x: float, y: float, colour: str) -> list[str]:
    return [_ring(x, y, 3.2, 1.6, GREY), _rect(3, 7, 13, 15, colour), _disc(8, 11, 1.4, PAPER)]


def _bars(*heights: float) -> list[str]:
    step = 14 / len(heights)
    columns = [_rect(1.5 + step * at, 14 - tall, 0.5 + step * (at + 1), 14, BLUE) for at, tall in enumerate(heights)]
    return [*columns, _rect(1, 14, 15, 15, GREY)]


_MAGNIFIER = [_line(2.4, GREY, (10, 10), (14, 14)), _disc(7, 7, 5, BLUE), _disc(7, 7, 3.4, PAPER)]
_PERSON = [_disc(6, 4.5, 3, BLUE), _area(BLUE, (1, 14), (1.6, 10.4), (4, 8.4), (8, 8.4), (10.4, 10.4), (11, 14))]
_FOLDER = _area(ORANGE, (1, 4), (6, 4), (7.5, 6), (14, 6), (14, 14), (1, 14))
_STATES = ((1, GREEN, 4), (5.4, ORANGE, 7), (9.8, RED, 3))

ICONS: dict[str, list[str]] = {
    "prepare": [*_sheet(), *_plus()],
    "check": [*_sheet(), _tick()],
    "preview_month": [*_sheet(), *_MAGNIFIER],
    "close_month": _padlock(8, 6, ORANGE),
    "reopen": _padlock(11, 5, BLUE),
    "close_quarter": _bars(5, 8, 11),
    "close_year": [*_bars(4, 6, 9, 12), _tick(ORANGE, 14, 8)],
    "board": [
        _rect(1, 2, 15, 14, GREY),
        *(_rect(x + 1, 3, x + 4.2, 13, PAPER) for x, _, _ in _STATES),
        *(_rect(x + 1.6, 4, x + 3.6, 4 + tall, colour) for x, colour, tall in _STATES),
    ],
    "check_order": [_FOLDER, _tick(PAPER, 12, 13.5)],
    "new_order": [_FOLDER, *_plus()],
    "change_stage": [
        _line(1.4, GREY, (3, 8), (13, 8)),
        *(_disc(x, 8, 2.2, colour) for x, colour in ((3, GREEN), (8, GREEN), (13, GREY))),
    ],
    "order_papers": [*_sheet(5.5, 1.5, 14.5, 12.5), *_sheet(1.5, 3.5, 10.5, 14.5)],
    "approve": [*_PERSON, _tick()],
    "waive": [*_PERSON, _line(2, ORANGE, (11, 8), (14.5, 11), (11, 14))],
    "archive_order": [_rect(1, 2, 15, 6, GREY), _rect(2, 6, 14, 14, ORANGE), _rect(6, 8, 10, 9.6, PAPER)],
    "import_receipts": [
        _rect(6.5, 1, 9.5, 6, GREEN),
        _area(GREEN, (3.5, 6), (12.5, 6), (8, 11)),
        _line(1.6, GREY, (2, 10), (2, 14), (14, 14), (14, 10)),
    ],
    "explain": _MAGNIFIER,
    "statements": [*_sheet(), _rect(7, 9, 15, 14, RED), _rect(8.4, 11, 13.6, 12, PAPER)],
    "backup": [
        _rect(1.5, 1.5, 14.5, 14.5, BLUE),
        _rect(4, 1.5, 11, 6, PAPER),
        _rect(4, 9, 12, 14.5, PAPER),
        _rect(8.4, 2.4, 10, 5, BLUE),
    ],
    "undo": [
        _line(2, BLUE, (4, 6), (9, 5), (12.5, 7), (13.5, 10), (12, 13), (9, 14)),
        _area(BLUE, (1, 6.5), (7, 1.5), (7, 10.5)),
    ],
    "verify": [_area(GREEN, (8, 1), (14, 3.4), (13.2, 9.5), (8, 15), (2.8, 9.5), (2, 3.4)), _tick(PAPER, 11.8, 11.5)],
    "why": [
        _area(ORANGE, (8, 1), (15.5, 14.5), (0.5, 14.5)),
        _rect(7.1, 5.5, 8.9, 10.3, PAPER),
        _disc(8, 12.3, 1.1, PAPER),
    ],
    "language": [
        _ring(8, 8, 6.2, 1.5, BLUE),
        _ring(8, 8, 3, 1.2, BLUE),
        _line(1.4, BLUE, (2, 8), (14, 8)),
        _line(1.4, BLUE, (8, 2), (8, 14)),
    ],
    "help": [
        _disc(8, 8, 7, BLUE),
        _line(1.8, PAPER, (5.8, 6), (6.2, 4.6), (8, 4), (9.8, 4.8), (9.9, 6.4), (8.2, 7.8), (8, 9.2)),
        _disc(8, 11.8, 1.1, PAPER),
    ],
}
"""Each button's key and the shapes of its icon, those behind first."""


def icon(key: str, size: int) -> str:
    """A button's icon of so many pixels a side, as the text of an SVG file."""
    frame = {"xmlns": "http://www.w3.org/2000/svg", "width": f"{size}", "height": f"{size}"}
    return element("svg", frame | {"viewBox": f"0 0 {GRID} {GRID}"}, *ICONS[key]) + "\n"
