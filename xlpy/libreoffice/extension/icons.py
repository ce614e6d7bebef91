"""The buttons' icons: pictures (SVG) of a button's drawing, the same bytes each time."""

from xlpy.desk.buttons import Button
from xlpy.desk.drawing import GRID
from xlpy.libreoffice.extension.markup import element

SIZES = (16, 26)
"""LibreOffice's small and large icons, in pixels."""


def icon(button: Button, size: int) -> str:
    """A button's icon of so many pixels a side, as the text of an SVG file."""
    frame = {"xmlns": "http://www.w3.org/2000/svg", "width": f"{size}", "height": f"{size}"}
    shapes = [element(name, attributes) for name, attributes in button.drawing]
    return element("svg", frame | {"viewBox": f"0 0 {GRID} {GRID}"}, *shapes) + "\n"
