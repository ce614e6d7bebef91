"""Excel's trust on Windows: the folder whose workbooks may run macros, and what a policy
forbids.
"""

import ntpath
from itertools import count
from pathlib import Path, PureWindowsPath

from xlpy.install.registry import Registry, names, opened, reader, value

VERSIONS = ("16.0", "15.0")
"""Office's numbers of 2016 to 365, and of 2013."""
OURS = "TradeDept"
"""What our entry among the trusted folders says of itself."""
_ROOT = r"Software\Microsoft\Office\{version}\Excel"
_FOLDERS = _ROOT + r"\Security\Trusted Locations"
_POLICIES = r"Software\Policies\Microsoft\Office\{version}"
_EXCELS, _COMMON = _POLICIES + r"\Excel\Security", _POLICIES + r"\Common"
_FIRST_NUMBER = 20
"""Excel itself numbers its entries from 0."""
_ONLY_SIGNED, _NO_MACROS = 3, 4


def versions(registry: Registry = None) -> list[str]:
    """The versions of Excel that this user has settings of."""
    registry = registry or reader()
    found = []
    for version in VERSIONS:
        with opened(registry, _ROOT.format(version=version)) as key:
            if key is not None:
                found.append(version)
    return found


def trust(folder: Path, registry: Registry = None) -> list[str]:
    """Let the workbooks of a folder run macros; the versions of Excel for which it was set."""
    registry = registry or reader()
    told = versions(registry)
    for version in told:
        name = next(iter(_ours(registry, version)), None) or _free(registry, version)
        with registry.CreateKey(registry.HKEY_CURRENT_USER, _entry(version, name)) as key:
            registry.SetValueEx(key, "Path", 0, registry.REG_SZ, f"{folder}\\")
            registry.SetValueEx(key, "AllowSubfolders", 0, registry.REG_DWORD, 1)
            registry.SetValueEx(key, "Description", 0, registry.REG_SZ, OURS)
    return told


def _entry(version: str, name: str) -> str:
    return f"{_FOLDERS.format(version=version)}\\{name}"


def _ours(registry, version: str) -> list[str]:
    entries = names(registry, _FOLDERS.format(version=version))
    return [
        name for name in entries if value(registry, _entry(version, name), "Description") == OURS
    ]


def _free(registry, version: str) -> str:
    taken = {name.casefold() for name in names(registry, _FOLDERS.format(version=version))}
    return next(
        name for n in count(_FIRST_NUMBER) if (name := f"Location{n}").casefold() not in taken
    )


def trusted(folder: Path, registry: Registry = None) -> bool:
    """Whether every version of Excel that is there trusts the folder by our entry."""
    registry = registry or reader()
    found = [
        [value(registry, _entry(v, name), "Path") for name in _ours(registry, v)]
        for v in versions(registry)
    ]
    wanted = str(folder).casefold()
    return bool(found) and all(
        wanted in (str(path).rstrip("\\").casefold() for path in paths) for paths in found
    )


def trusts(path: str, registry: Registry = None) -> bool:
    """Whether every version of Excel that is there trusts a folder that holds the path, ours or
    the user's own.
    """
    registry = registry or reader()
    found = versions(registry)
    return bool(found) and all(_trusts(path, registry, version) for version in found)


def _trusts(path: str, registry, version: str) -> bool:
    on_a_network = PureWindowsPath(path).drive.startswith("\\\\")
    allowed = value(registry, _FOLDERS.format(version=version), "AllowNetworkLocations") == 1
    if _none_trusted(registry, version) or (on_a_network and not allowed):
        return False
    for name in names(registry, _FOLDERS.format(version=version)):
        entry = _entry(version, name)
        folder = PureWindowsPath(ntpath.expandvars(str(value(registry, entry, "Path") or "?")))
        inside = (
            PureWindowsPath(path).is_relative_to(folder)
            and value(registry, entry, "AllowSubfolders") == 1
        )
        if inside or PureWindowsPath(path).parent == folder:
            return True
    return False


def distrust(registry: Registry = None) -> None:
    """Take our entries away."""
    registry = registry or reader()
    for version in VERSIONS:
        for name in _ours(registry, version):
            registry.DeleteKey(registry.HKEY_CURRENT_USER, _entry(version, name))


def macros_forbidden(registry: Registry = None) -> bool:
    """Whether a policy of the company keeps the workbook's macros from running, in a trusted
    folder, too.

    Where folders are trusted their macros run whatever else is forbidden; where none may be, what
    Excel's warnings let through counts.
    """
    registry = registry or reader()
    return any(_forbidden(registry, version) for version in VERSIONS)


def _forbidden(registry, version: str) -> bool:
    if value(registry, _COMMON.format(version=version), "vbaoff") == 1:
        return True
    warnings = value(registry, _EXCELS.format(version=version), "VBAWarnings")
    return _none_trusted(registry, version) and warnings in (_ONLY_SIGNED, _NO_MACROS)


def _none_trusted(registry, version: str) -> bool:
    """Whether the user's settings or a policy keep Excel from trusting any folder of the user's."""

    def told(path: str, name: str):
        return value(registry, path.format(version=version), name)

    disabled = (
        told(path, "AllLocationsDisabled") for path in (_FOLDERS, _EXCELS + r"\Trusted Locations")
    )
    return (
        1 in disabled or told(_COMMON + r"\Security\Trusted Locations", "Allow User Locations") == 0
    )
