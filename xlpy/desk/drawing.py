"""Shapes of which the pictures on buttons are made, on a grid of 16, as SVG names them."""

from collections.abc import Sequence

GRID = 16
Shape = tuple[str, dict[str, str]]
"""The name of an SVG element and its attributes."""

BLUE, GREEN, ORANGE, RED, GREY, PAPER = (
    "#1f6fb2",
    "#2e8b57",
    "#d9822b",
    "#c0392b",
    "#6b7280",
    "#ffffff",
)
"""Neither dark nor light, so that they show on both."""

Point = tuple[float, float]
"""Across and down."""


def rect(left: float, top: float, right: float, bottom: float, colour: str) -> Shape:
    """A rectangle by its corners."""
    place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return "rect", {name: f"{value:g}" for name, value in place.items()} | {"fill": colour}


def disc(x: float, y: float, radius: float, colour: str) -> Shape:
    """A disc by its middle."""
    return "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}", "fill": colour}


def ring(x: float, y: float, radius: float, width: float, colour: str) -> Shape:
    """A ring by its middle, `width` wide."""
    given = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}"} | given


def line(width: float, colour: str, *points: Point) -> Shape:
    """A line through points, with round ends."""
    given = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return "polyline", {"points": _points(points)} | given | {
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }


def area(colour: str, *points: Point) -> Shape:
    """An area between points."""
    return "polygon", {"points": _points(points), "fill": colour}


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def sheet(
    left: float = 2.5, top: float = 1.5, right: float = 11.5, bottom: float = 14.5
) -> list[Shape]:
    """A sheet of paper with lines of writing."""
    lines = [
        rect(left + 2, y, right - 2, y + 1, GREY) for y in range(int(top) + 3, int(bottom) - 1, 3)
    ]
    return [
        rect(left, top, right, bottom, GREY),
        rect(left + 1, top + 1, right - 1, bottom - 1, PAPER),
        *lines,
    ]


def tick(colour: str = GREEN, right: float = 15, bottom: float = 14) -> Shape:
    """A tick."""
    return line(2, colour, (right - 8, bottom - 4), (right - 5, bottom - 1), (right, bottom - 7))


def plus() -> list[Shape]:
    """A plus: something is added."""
    return [rect(11, 8.5, 13, 14.5, GREEN), rect(9, 10.5, 15, 12.5, GREEN)]


def padlock(x: float, y: float, colour: str) -> list[Shape]:
    """A padlock, its bow with its middle at a place."""
    return [ring(x, y, 3.2, 1.6, GREY), rect(3, 7, 13, 15, colour), disc(8, 11, 1.4, PAPER)]


def bars(*heights: float) -> list[Shape]:
    """Bars of those heights on a ground."""
    step = 14 / len(heights)
    columns = [
        rect(1.5 + step * at, 14 - tall, 0.5 + step * (at + 1), 14, BLUE)
        for at, tall in enumerate(heights)
    ]
    return [*columns, rect(1, 14, 15, 15, GREY)]


MAGNIFIER = [line(2.4, GREY, (10, 10), (14, 14)), disc(7, 7, 5, BLUE), disc(7, 7, 3.4, PAPER)]
PERSON = [
    disc(6, 4.5, 3, BLUE),
    area(BLUE, (1, 14), (1.6, 10.4), (4, 8.4), (8, 8.4), (10.4, 10.4), (11, 14)),
]
FOLDER = area(ORANGE, (1, 4), (6, 4), (7.5, 6), (14, 6), (14, 14), (1, 14))
