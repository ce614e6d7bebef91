"""The fonts that papers, pay statements and sheets are printed in, and what is printed badly
without them.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from xlpy.core.text import Mixed, Text
from xlpy.documents.faces import face, families
from xlpy.documents.measure import FONT
from xlpy.install.check import Check
from xlpy.install.places import MACOS, WINDOWS, Places

_AS_WIDE = (
    "Arial",
    "Liberation Sans",
    "Arimo",
    "Nimbus Sans",
    "Helvetica",
    "TeX Gyre Heros",
    "FreeSans",
    "Albany",
)
"""Fonts whose letters are as wide as Arial's."""
_CHINESE = "zh-cn"
_FILES = {
    WINDOWS: (("arial.ttf",), ("msyh.ttc", "msyh.ttf", "simsun.ttc")),
    MACOS: (("Arial.ttf",), ("PingFang.ttc", "STHeiti Light.ttc", "Hiragino Sans GB.ttc")),
}
"""The files of which one is there where Arial, or a font for Chinese, is."""


def checks(where: Places) -> Iterable[Check]:
    """The two fonts that matter: that of the papers, and one for Chinese."""
    latin, chinese = _by_files(where.system) if where.system in _FILES else _by_fontconfig()
    yield Check(
        "font",
        Text(
            "单据的字体 Arial（或同样宽的 Liberation Sans）",
            "the papers' font: Arial, or Liberation Sans, which is as wide",
        ),
        latin in _AS_WIDE,
        _found_or_advice(
            latin, latin in _AS_WIDE, Text("单据印得小一些", "papers are printed smaller")
        ),
        Text(
            f"安装 {_package(where, 'fonts-liberation', 'Arial')}。",
            f"install {_package(where, 'fonts-liberation', 'Arial')}",
        ),
        needed=False,
    )
    yield Check(
        "chinese",
        Text("中文字体", "a font for Chinese"),
        bool(chinese),
        _found_or_advice(
            chinese, bool(chinese), Text("中文印成空框", "Chinese is printed as empty boxes")
        ),
        Text(
            f"安装 {_package(where, 'fonts-noto-cjk', 'Microsoft YaHei, PingFang')}。",
            f"install {_package(where, 'fonts-noto-cjk', 'Microsoft YaHei, PingFang')}",
        ),
        needed=False,
    )


def _found_or_advice(found: str, good: bool, said: Text) -> str:
    return found if good else Mixed(found or Text("没有", "none"), "：", said)


def _package(where: Places, debian: str, font: str) -> str:
    return font if where.system in _FILES else f"{debian} (Debian, Ubuntu)"


def _by_fontconfig() -> tuple[str, str]:
    """The families that are printed for Arial and for Chinese; empty where there is none."""
    found = face(FONT)
    return (found.family if found else ""), next(iter(families(_CHINESE)), "")


def _by_files(system: str) -> tuple[str, str]:
    """The same by the files of the system's own fonts."""
    folders = _folders(system)
    latin, chinese = (
        next((name for name in names if any((folder / name).exists() for folder in folders)), "")
        for names in _FILES[system]
    )
    return FONT if latin else "", chinese


def _folders(system: str) -> list[Path]:
    if system == WINDOWS:
        own = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", own]
    return [
        Path(place)
        for place in (
            "/System/Library/Fonts",
            "/System/Library/Fonts/Supplemental",
            "/Library/Fonts",
        )
    ]
