"""Where a file lies: in a folder of this computer, in one that a cloud keeps, on a network, or on
the web.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

from xlpy.install.places import MACOS, WINDOWS
from xlpy.install.registry import Registry, names, reader, value

CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""The variables in which Windows names the folders that OneDrive keeps."""
INTERNET = 3
"""The zone of the web; what is above is worse."""
_SYNCED = r"Software\SyncEngines\Providers\OneDrive"
"""Where OneDrive notes the folders that it keeps, libraries of SharePoint among them."""
_CLOUD_FOLDER = re.compile(
    r"OneDrive(?: - .+)?|SharePoint.*|CloudStorage|Mobile "
    r"Documents|Dropbox|Nextcloud|Nutstore|坚果云|WPSDrive|WPS云盘",
    re.IGNORECASE,
)
"""Names of folders that clouds keep, where the system does not say which they are."""
_REMOTE = re.compile(
    r"nfs\d*|cifs|smb\w*|afpfs|webdav|davfs2?|ncpfs|ceph|fuse\.(?:sshfs|rclone|davfs|gvfsd-fuse)"
)
"""Kinds of file systems that lie on another computer."""
_MOUNTED_ON_MAC = re.compile(r"^(.+?) on (.+) \((\w+)[,)]")
_REMOTE_DRIVE = 4
"""Windows' number for a drive letter that stands for a folder of another computer."""


def on_the_web(path: str) -> bool:
    """Whether Excel knows the workbook by an address of the web, as one opened from SharePoint."""
    return path.strip().casefold().startswith(("https:", "http:"))


def cloud(path: str, environment: Mapping[str, str], synced: Iterable[str] = ()) -> str:
    """The OneDrive folder or web address that holds a path of Windows; empty when none does.

    `synced`: further folders that OneDrive keeps.
    """
    if on_the_web(path):
        return path
    for root in (*(environment.get(name, "") for name in CLOUDS), *synced):
        if root and PureWindowsPath(path).is_relative_to(PureWindowsPath(root)):
            return root
    return ""


def synced_folders(registry: Registry = None) -> list[str]:
    """The folders that OneDrive keeps on Windows, libraries of SharePoint among them, by its own
    notes.
    """
    registry = registry or reader()
    found = (
        value(registry, f"{_SYNCED}\\{name}", "MountPoint") for name in names(registry, _SYNCED)
    )
    return [str(root) for root in found if root]


def cloud_by_name(path: str) -> str:
    """The folder above a path that bears a cloud's name; empty when none does. For systems that
    tell no more.
    """
    if on_the_web(path):
        return path
    return next(
        (str(up) for up in reversed(Path(path).parents) if _CLOUD_FOLDER.fullmatch(up.name)), ""
    )


def share(path: str, drive: Callable[[str], int]) -> str:
    """The share of a network that holds a path of Windows; empty when none does.

    `drive`: Windows' number for the kind of a drive such as `Z:\\`.
    """
    root = PureWindowsPath(path).drive
    if root.upper().startswith("\\\\?\\UNC\\"):
        return root
    if root.startswith("\\\\") and not root.startswith(("\\\\?\\", "\\\\.\\")):
        return root
    return root if re.fullmatch("[A-Za-z]:", root) and drive(root + "\\") == _REMOTE_DRIVE else ""


def drive_kind(root: str) -> int:
    """Windows' number for the kind of a drive."""
    import ctypes

    windows: Any = ctypes
    return windows.windll.kernel32.GetDriveTypeW(root)


def mounted(path: str, mounts: Iterable[tuple[str, str, str]]) -> str:
    """The folder of another computer that holds a path; empty when it is on this one.

    `mounts`: (where, kind, what) of each file system that is mounted.
    """
    above = [
        mount for mount in mounts if path == mount[0] or path.startswith(mount[0].rstrip("/") + "/")
    ]
    _, kind, what = max(above, key=lambda mount: len(mount[0]), default=("", "", ""))
    return f"{what} ({kind})" if _REMOTE.fullmatch(kind) else ""


def linux_mounts(text: str) -> list[tuple[str, str, str]]:
    """What `/proc/self/mountinfo` tells, as (where, kind, what)."""
    found = []
    for line in text.splitlines():
        here, _, there = line.partition(" - ")
        words, others = here.split(" "), there.split(" ")
        if len(words) > 4 and len(others) > 1:
            found.append((_unescaped(words[4]), others[0], _unescaped(others[1])))
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), text)


def mac_mounts(text: str) -> list[tuple[str, str, str]]:
    """What the command `mount` prints on macOS, as (where, kind, what)."""
    found = map(_MOUNTED_ON_MAC.match, text.splitlines())
    return [(match[2], match[3], match[1]) for match in found if match]


def remote(path: str, system: str = sys.platform) -> str:
    """The share or folder of another computer that holds a path; empty when none does, or the
    system does not tell.
    """
    try:
        if system == WINDOWS:
            return share(path, drive_kind)
        if system == MACOS:
            return mounted(path, mac_mounts(_said(["/sbin/mount"])))
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            return mounted(path, linux_mounts(file.read()))
    except (OSError, AttributeError):
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
    except (OSError, ValueError):
        return ""


def mark(path: Path, system: str = sys.platform) -> str:
    """What marks a file as from the web, as it is shown: `ZoneId=3`, or macOS's quarantine; empty
    when nothing does.
    """
    if system == MACOS:
        return _said(["/usr/bin/xattr", "-p", "com.apple.quarantine", os.fspath(path)]).strip()
    found = zone(zone_text(path)) or 0
    return f"ZoneId={found}" if found >= INTERNET else ""


def _said(command: list[str]) -> str:
    """What a command prints; nothing when it fails or is not there."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
