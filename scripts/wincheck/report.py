"""The file to send back: what was found as JSON, and the pictures, in one zip."""

import json
import locale
import platform
import sys
import zipfile
from pathlib import Path

ABSOLUTE, RELATIVE = 1e-9, 1e-13
"""Two figures are the same up to what a double rounds; a ratio that is off by a thousandth is
not.
"""


def same(left, right) -> bool:
    """Whether two cells show the same, numbers within the tolerance; a truth value is no number."""
    numbers = [
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in (left, right)
    ]
    if all(numbers):
        return abs(left - right) <= max(ABSOLUTE, RELATIVE * max(abs(left), abs(right)))
    return type(left) is type(right) and left == right


def differing(before, after, top: int = 1, left: int = 1) -> list[dict]:
    """The cells of two areas that differ: row, column (from 1), before, after; also where one area
    is larger.
    """
    found = []
    for row in range(max(len(before), len(after))):
        old, new = (area[row] if row < len(area) else () for area in (before, after))
        for column in range(max(len(old), len(new))):
            pair = [line[column] if column < len(line) else None for line in (old, new)]
            if not same(*pair):
                found.append(
                    {"row": top + row, "column": left + column, "before": pair[0], "after": pair[1]}
                )
    return found


def machine() -> dict:
    """What is known of the machine without Excel; no name of a person or a computer."""
    known = {
        "system": platform.platform(),
        "python": sys.version,
        "bits": platform.architecture()[0],
        "encoding": locale.getpreferredencoding(False),
    }
    if sys.platform == "win32":
        import ctypes

        known["code page"] = ctypes.windll.kernel32.GetACP()
    return known


def write_zip(path: Path, found: dict, pictures: Path) -> Path:
    """Write `check.json` and every picture into a zip; what JSON does not know goes in as a
    text.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("check.json", json.dumps(found, ensure_ascii=False, indent=1, default=str))
        for picture in sorted(pictures.glob("*.png")):
            made.write(picture, f"sheets/{picture.name}")
    return path
