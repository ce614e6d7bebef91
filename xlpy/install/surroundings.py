"""What around the workbooks hinders them: clouds, marks of the web, Defender's rules, Excel's
edition, WPS.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from xlpy.core.text import Mixed, Text
from xlpy.install import defender, trust, webmarks
from xlpy.install.check import Check
from xlpy.install.placement import cloud, cloud_by_name, mark, synced_folders
from xlpy.install.places import Places
from xlpy.install.registry import Registry, machine_values, reader, value

_OFFICE = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OPENS_XLSM = r"Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
_WPS = re.compile(r"(?:KET|WPS|ET)\b|.*kingsoft", re.IGNORECASE)
"""How what WPS registers for a kind of file begins."""
_WITH_EXCEL = re.compile(
    r"(?:O365|M365|Mondo|ProPlus|Professional|Standard|Home|Personal|SmallBus|Business|Excel)"
    r"(?!Server)",
    re.IGNORECASE,
)
"""How the products of Office begin that hold Excel."""
_SPILL = ("365", "2024", "2021")
"""Editions of Excel in which a function's whole answer spills into the cells below and beside
it.
"""
_NEVER = "2016"


def windows(
    where: Places,
    environment: Mapping[str, str] = os.environ,
    values: Callable[[str], dict[str, object]] = machine_values,
    registry: Registry = None,
    preferences: Any = defender.asked,
) -> Iterable[Check]:
    """Advice for Windows on where the workbooks lie and on what it forbids; nothing of it is
    needed.
    """
    registry = registry or reader()
    yield in_cloud(cloud(str(where.workbooks), environment, synced_folders(registry)))
    marked = [book.name for book in _books(where) if mark(book, where.system)]
    yield webmarks.marked(", ".join(marked), where.system)
    yield webmarks.protected(
        "" if trust.trusts(str(where.workbook), registry) else ", ".join(marked)
    )
    yield _rules(defender.preferences(preferences()), values)
    office = values(_OFFICE)
    if str(office.get("Platform", "")).casefold() == "x86":
        yield _bits(where.libraries[1])
    if excel := _newest_excel(office, registry):
        yield _edition(*excel)
    yield _opens(str(value(registry, _OPENS_XLSM, "ProgId") or ""))


def macos(where: Places) -> Iterable[Check]:
    """The same for macOS."""
    yield in_cloud(cloud_by_name(str(where.workbooks)))
    found = [book.name for book in _books(where) if mark(book, where.system)]
    yield webmarks.marked(", ".join(found), where.system)


def linux() -> Iterable[Check]:
    """For Linux only what is there: WPS beside LibreOffice."""
    found = shutil.which("et") if shutil.which("wps") else None
    if found:
        yield _opens(f"WPS: {found}", "LibreOffice")


def _books(where: Places) -> list[Path]:
    return sorted(where.workbooks.glob("[!~]*.xlsm"))


def in_cloud(found: str, key: str = "cloud") -> Check:
    """Whether the workbooks, or a workbook, lie outside of what a cloud keeps."""
    return Check(
        key,
        Text(
            "工作簿不在 OneDrive、SharePoint 等同步的文件夹里",
            "outside OneDrive, SharePoint and other synchronized folders",
        ),
        not found,
        found,
        Text(
            "把工作簿放到用户文件夹下的 TradeDept（不同步的文件夹）。",
            "keep workbooks in a folder that is not synchronized, such as TradeDept below your "
            "user folder.",
        ),
        needed=False,
    )


def _rules(own: Mapping[str, str] | None, values) -> Check:
    found = defender.blocking(
        values(defender.GROUP_POLICY), values(defender.DEVICE_POLICY), own or {}
    )
    unread = (
        ""
        if own is not None
        else Mixed(
            "Get-MpPreference ", Text("没有回答，只看了策略", "did not answer; policies only")
        )
    )
    return Check(
        "defender",
        Text(
            "没有 Defender 规则拦截宏启动 Python",
            "no rule of Defender stops macros from starting Python",
        ),
        not found,
        ", ".join(found) or unread,
        Text(
            "请管理员看这些规则；命令 tradedept 不用宏也能做全部工作。",
            "ask the administrator about these rules; the command tradedept works without macros.",
        ),
        needed=False,
    )


def _bits(library: Path) -> Check:
    return Check(
        "bits",
        Text("32 位 Excel 用的 DLL", "the DLL for a 32-bit Excel"),
        library.exists(),
        str(library),
        Text(
            f"删除 {library.parent}，再运行 tradedept install。",
            f"delete {library.parent}, then run: tradedept install",
        ),
        needed=False,
    )


def edition(products: str) -> str:
    """Which Excel some products of Office bring: 365, 2024, 2021, 2019, 2016; empty when none of
    them has it.
    """
    found = [name for name in map(str.strip, products.split(",")) if _WITH_EXCEL.match(name)]
    if not found:
        return ""
    known = (
        ("365", ("o365", "m365", "mondo")),
        *((year, (year,)) for year in ("2024", "2021", "2019")),
    )
    words = " ".join(found).casefold()
    return next((name for name, signs in known if any(sign in words for sign in signs)), _NEVER)


def _newest_excel(office: Mapping[str, object], registry) -> tuple[str, str] | None:
    """The edition of Excel and its full number; one without Click-to-Run is 2016 or 2013."""
    if found := edition(str(office.get("ProductReleaseIds", ""))):
        return found, str(office.get("VersionToReport", ""))
    numbers = trust.versions(registry)
    return (_NEVER if "16.0" in numbers else "2013", numbers[0]) if numbers else None


def _edition(name: str, number: str) -> Check:
    return Check(
        "edition",
        Text(
            "Excel 365、2021、2024：函数的多格结果自动展开",
            "Excel 365, 2021 or 2024: a function's whole answer spills by itself",
        ),
        name in _SPILL,
        f"Excel {name} {number}".strip(),
        Text(
            "工作簿、按钮、单格函数都能用；多格结果先选中区域，再按 Ctrl+Shift+Enter。",
            "workbook, buttons and functions of one cell work; for an answer of several cells "
            "select them first and end "
            "with Ctrl+Shift+Enter.",
        ),
        needed=False,
    )


def _opens(program: str, better: str = "Excel") -> Check:
    return Check(
        "wps",
        Text(
            f".xlsm 文件不由 WPS 打开，而由 {better} 打开",
            f".xlsm files open in {better}, not in WPS",
        ),
        not _WPS.match(program),
        program if _WPS.match(program) else "",
        Text(
            f"在 WPS 里只填数据：按钮和函数不可靠。关闭 WPS 后用命令，或用 {better} 打开"
            "（tradedept open）。",
            "in WPS only enter data: do not count on buttons and functions. Close WPS and use "
            "the commands, or open the "
            f"workbook in {better} (tradedept open).",
        ),
        needed=False,
    )
