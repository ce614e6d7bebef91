"""What of Windows around a workbook hinders it: clouds, marks of the web, Defender's rules, a 32-bit Excel."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PureWindowsPath

from xlpy.install.check import Check
from xlpy.install.places import Places

CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""The variables in which Windows names the folders that OneDrive keeps."""
RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Office: child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Office macros: Win32 API calls",
}
"""Defender's rules that stop macros from reaching Python."""
_DEFENDER = r"SOFTWARE\Policies\Microsoft\Windows Defender"
_GROUP_POLICY = _DEFENDER + r"\Windows Defender Exploit Guard\ASR\Rules"
_DEVICE_POLICY = _DEFENDER + r"\Policy Manager"
_OFFICE = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_BLOCK, _WARN = "1", "6"
_INTERNET = 3


def on_the_web(path: str) -> bool:
    """Whether Excel knows the workbook by an address of the web, as one opened from SharePoint."""
    return path.strip().casefold().startswith(("https:", "http:"))


def cloud(path: str, environment: Mapping[str, str]) -> str:
    """The OneDrive folder or web address that holds a path; empty when none does."""
    if on_the_web(path):
        return path
    for name in CLOUDS:
        root = environment.get(name, "")
        if root and PureWindowsPath(path).is_relative_to(PureWindowsPath(root)):
            return root
    return ""


def zone(text: str) -> int | None:
    """The zone that a Zone.Identifier text names; None when it names none."""
    for line in text.splitlines():
        name, _, number = line.partition("=")
        if name.strip().casefold() == "zoneid" and number.strip().isdecimal():
            return int(number)
    return None


def zone_text(path: Path) -> str:
    """The Zone.Identifier stream of a file; empty when it has none."""
    try:
        return Path(f"{path}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:
        return ""


def blocking(group: Mapping[str, object], device: Mapping[str, object]) -> list[str]:
    """The rules that block or warn, by the values of the group's policy and of the device manager's."""
    states = {name.strip("{}").casefold(): str(state).strip() for name, state in group.items()}
    for pair in str(device.get("ASRRules", "")).split("|"):
        rule, _, state = pair.partition("=")
        states.setdefault(rule.strip(" {}").casefold(), state.strip())
    return [name for rule, name in RULES.items() if states.get(rule) in (_BLOCK, _WARN)]


def machine_values(path: str) -> dict[str, object]:
    """The values of a key of the machine's registry; none when there is no such key."""
    import winreg

    found: dict[str, object] = {}
    try:
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path, 0, access) as key:
            while True:
                name, value, _ = winreg.EnumValue(key, len(found))
                found[name] = value
    except OSError:
        return found


def checks(where: Places, environment: Mapping[str, str] = os.environ, values=machine_values) -> Iterable[Check]:
    """Advice on where the workbooks lie and on what Windows forbids; nothing of it is needed."""
    yield _cloud(cloud(str(where.workbooks), environment))
    books = sorted(where.workbooks.glob("[!~]*.xlsm"))
    yield _mark([book.name for book in books if (zone(zone_text(book)) or 0) >= _INTERNET])
    yield _rules(blocking(values(_GROUP_POLICY), values(_DEVICE_POLICY)))
    if str(values(_OFFICE).get("Platform", "")).casefold() == "x86":
        yield _bits(where.libraries[1])


def _cloud(found: str) -> Check:
    return Check(
        "cloud",
        "工作簿不在 OneDrive 或 SharePoint 里",
        "workbooks lie outside OneDrive and SharePoint",
        not found,
        found,
        "把工作簿放到用户文件夹下的 TradeDept（不同步的文件夹）。",
        "keep workbooks in a folder that is not synchronized, such as TradeDept below your user folder.",
        needed=False,
    )


def _mark(names: list[str]) -> Check:
    return Check(
        "mark",
        "工作簿没有“来自网络”的标记",
        "no workbook is marked as from the web",
        not names,
        ", ".join(names),
        "确认文件来源可靠，再右键文件 → 属性 → 勾选“解除锁定”→ 确定。",
        "make sure where the file comes from; then right-click it, Properties, tick Unblock, OK.",
        needed=False,
    )


def _rules(names: list[str]) -> Check:
    return Check(
        "defender",
        "策略里没有拦截宏启动 Python 的规则",
        "no rule in the policies stops macros from starting Python",
        not names,
        ", ".join(names),
        "请管理员看这些规则；命令 tradedept 不用宏也能做全部工作。",
        "ask the administrator about these rules; the command tradedept works without macros.",
        needed=False,
    )


def _bits(library: Path) -> Check:
    return Check(
        "bits",
        "32 位 Excel 用的 DLL",
        "the DLL for a 32-bit Excel",
        library.exists(),
        str(library),
        f"删除 {library.parent}，再运行 tradedept install。",
        f"delete {library.parent}, then run: tradedept install",
        needed=False,
    )
