"""The buttons' icons as PNG: Excel shows an add-in's buttons with pictures of the add-in alone."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot, sqrt

from xlpy.desk.drawing import GRID, Shape

SIZES = (16, 32, 80)
"""How many pixels a side Excel asks for."""
_FINE = 3
"""Each pixel is the mean of so many points a side."""
Pixel = tuple[int, int, int, int]
Span = tuple[float, float]
"""From where to where a shape covers a line."""
_NOTHING: Pixel = (0, 0, 0, 0)


def icon(drawing: Sequence[Shape], size: int) -> bytes:
    """A drawing as a PNG of so many pixels a side."""
    side = size * _FINE
    scale = GRID / side
    rows = [[_NOTHING] * side for _ in range(side)]
    for shape in drawing:
        colour = _colour(shape)
        for number, row in enumerate(rows):
            for start, stop in _spans(shape, (number + 0.5) * scale):
                first = max(round(start / scale), 0)
                last = min(round(stop / scale), side)
                row[first:last] = [colour] * max(last - first, 0)
    return _png(size, [_mean_row(rows, y, size) for y in range(size)])


def _colour(shape: Shape) -> Pixel:
    _, given = shape
    code = given["fill"] if given["fill"] != "none" else given["stroke"]
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16), 255


def _spans(shape: Shape, y: float) -> Iterator[Span]:
    """Where a shape covers the line at `y`."""
    name, given = shape
    if name == "rect":
        top = float(given["y"])
        if top <= y < top + float(given["height"]):
            left = float(given["x"])
            yield left, left + float(given["width"])
    elif name == "circle":
        x, middle, radius = (float(given[key]) for key in ("cx", "cy", "r"))
        yield from _circle(x, middle, radius, float(given.get("stroke-width", 0)), y)
    elif name == "polygon":
        yield from _polygon(_points(given), y)
    elif name == "polyline":
        half = float(given["stroke-width"]) / 2
        points = _points(given)
        for start, end in pairwise(points):
            yield from _thick(start, end, half, y)
    else:
        raise ValueError(f"no icon is drawn of {name}")


def _points(given: dict[str, str]) -> list[Span]:
    pairs = (pair.split(",") for pair in given["points"].split())
    return [(float(x), float(y)) for x, y in pairs]


def _circle(x: float, middle: float, radius: float, width: float, y: float) -> Iterator[Span]:
    """A disc; with a `width`, the ring around it."""
    outer = _half(radius + width / 2, y - middle)
    inner = _half(radius - width / 2, y - middle) if width else None
    if outer is None:
        return
    if inner is None:
        yield x - outer, x + outer
    else:
        yield x - outer, x - inner
        yield x + inner, x + outer


def _half(radius: float, up: float) -> float | None:
    """Half of the chord of a circle so far from its middle; None outside of it."""
    return sqrt(radius * radius - up * up) if abs(up) < radius else None


def _polygon(points: Sequence[Span], y: float) -> Iterator[Span]:
    cuts = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True)
        if (y1 <= y) is not (y2 <= y)
    )
    yield from zip(cuts[::2], cuts[1::2], strict=True)


def _thick(start: Span, end: Span, half: float, y: float) -> Iterator[Span]:
    """A line with round ends."""
    (x1, y1), (x2, y2) = start, end
    for x, middle in (start, end):
        if (reach := _half(half, y - middle)) is not None:
            yield x - reach, x + reach
    if long := hypot(x2 - x1, y2 - y1):
        dx, dy = (y1 - y2) / long * half, (x2 - x1) / long * half
        yield from _polygon(
            [(x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)], y
        )


def _mean_row(rows: Sequence[Sequence[Pixel]], y: int, size: int) -> bytes:
    """A line of pixels, each the mean of its points."""
    lines = rows[y * _FINE : (y + 1) * _FINE]
    return b"".join(
        bytes(_mean([point for line in lines for point in line[x * _FINE : (x + 1) * _FINE]]))
        for x in range(size)
    )


def _mean(points: Sequence[Pixel]) -> Pixel:
    if points.count(points[0]) == len(points):  # most are: only at edges colours meet
        return points[0]
    seen = [point for point in points if point[3]]
    if not seen:
        return _NOTHING
    red, green, blue = (sum(point[part] for point in seen) // len(seen) for part in range(3))
    return red, green, blue, 255 * len(seen) // (_FINE * _FINE)


def _png(size: int, rows: Iterable[bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
