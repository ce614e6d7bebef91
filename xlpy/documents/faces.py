"""The font that a program on Linux prints when another is asked for, and how high its lines are.

On Windows and Mac the fonts that we ask for are there.
"""

import os
import struct
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Face(NamedTuple):
    """A font: its family, its file, and the font's place in a file of several."""

    family: str
    file: str
    index: int


def face(family: str) -> Face | None:
    """The font that fontconfig gives when a family is asked for; None where there is no
    fontconfig, or no font.
    """
    return _face(family, os.environ.get("FONTCONFIG_FILE"))


@cache
def _face(family: str, _settings: str | None) -> Face | None:
    lines = _output_of("fc-match", "-f", "%{family[0]}\n%{file}\n%{index}", family).split("\n")
    # The upper half of the number names a variation of the font.
    return (
        Face(lines[0], lines[1], int(lines[2] or 0) & 0xFFFF)
        if len(lines) == 3 and lines[1]
        else None
    )


def families(language: str) -> list[str]:
    """The families of fonts that have a language's letters (a code such as zh-cn), sorted."""
    return sorted(
        filter(
            None,
            set(_output_of("fc-list", "-f", "%{family[0]}\n", f":lang={language}").split("\n")),
        )
    )


def _output_of(*command: str) -> str:
    """What a program of fontconfig prints; nothing where there is none."""
    try:
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=60
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def line_height(family: str) -> float:
    """The height of a line over the font size in what is printed for a family; 0.0 where that is
    unknown.
    """
    found = face(family)
    return _line_height(found) if found else 0.0


@cache
def _line_height(found: Face) -> float:
    """By the tables `head` (units of the font size) and `hhea` (ascent, descent, gap) of an
    OpenType file.
    """
    try:
        data = Path(found.file).read_bytes()
        start = (
            struct.unpack_from(">I", data, 12 + 4 * found.index)[0] if data[:4] == b"ttcf" else 0
        )
        count = struct.unpack_from(">H", data, start + 4)[0]
        entries = [
            struct.unpack_from(">4s4xI4x", data, start + 12 + 16 * at) for at in range(count)
        ]
        places = dict(entries)
        units = struct.unpack_from(">H", data, places[b"head"] + 18)[0]
        ascent, descent, gap = struct.unpack_from(">3h", data, places[b"hhea"] + 4)
        return (ascent - descent + gap) / units
    except (OSError, struct.error, KeyError, ZeroDivisionError):
        return 0.0
