"""Excel's trust on Windows: the folder whose workbooks may run macros, and what a policy forbids."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

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


def _registry():
    import winreg

    return winreg


@contextmanager
def _opened(registry, path: str) -> Iterator:
    """A key of the user's; None when there is none."""
    try:
        key = registry.OpenKey(registry.HKEY_CURRENT_USER, path)
    except OSError:
        yield None
        return
    try:
        yield key
    finally:
        registry.CloseKey(key)


def _value(registry, path: str, name: str):
    with _opened(registry, path) as key:
        if key is None:
            return None
        try:
            return registry.QueryValueEx(key, name)[0]
        except OSError:
            return None


def versions(registry=None) -> list[str]:
    """The versions of Excel that this user has settings of."""
    registry = registry or _registry()
    found = []
    for version in VERSIONS:
        with _opened(registry, _ROOT.format(version=version)) as key:
            if key is not None:
                found.append(version)
    return found


def trust(folder: Path, registry=None) -> list[str]:
    """Let the workbooks of a folder run macros; the versions of Excel that were told so."""
    registry = registry or _registry()
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


def _names(registry, version: str) -> list[str]:
    """The entries of the trusted folders."""
    found: list[str] = []
    with _opened(registry, _FOLDERS.format(version=version)) as key, suppress(OSError):
        while key is not None:
            found.append(registry.EnumKey(key, len(found)))
    return found


def _ours(registry, version: str) -> list[str]:
    names = _names(registry, version)
    return [name for name in names if _value(registry, _entry(version, name), "Description") == OURS]


def _free(registry, version: str) -> str:
    taken = {name.casefold() for name in _names(registry, version)}
    return next(name for n in count(_FIRST_NUMBER) if (name := f"Location{n}").casefold() not in taken)


def trusted(folder: Path, registry=None) -> bool:
    """Whether every version of Excel that is there trusts the folder by our entry."""
    registry = registry or _registry()
    found = [[_value(registry, _entry(v, name), "Path") for name in _ours(registry, v)] for v in versions(registry)]
    wanted = str(folder).casefold()
    return bool(found) and all(wanted in (str(path).rstrip("\\").casefold() for path in paths) for paths in found)


def distrust(registry=None) -> None:
    """Take our entries away."""
    registry = registry or _registry()
    for version in VERSIONS:
        for name in _ours(registry, version):
            registry.DeleteKey(registry.HKEY_CURRENT_USER, _entry(version, name))


def macros_forbidden(registry=None) -> bool:
    """Whether a policy of the company keeps the workbook's macros from running, in a trusted folder, too.

    Where folders are trusted their macros run whatever else is forbidden; where none may be, what Excel's warnings
    let through counts.
    """
    registry = registry or _registry()
    return any(_forbidden(registry, version) for version in VERSIONS)


def _forbidden(registry, version: str) -> bool:
    def value(path: str, name: str):
        return _value(registry, path.format(version=version), name)

    if value(_COMMON, "vbaoff") == 1:
        return True
    none_trusted = 1 in (value(path, "AllLocationsDisabled") for path in (_FOLDERS, _EXCELS + r"\Trusted Locations"))
    none_trusted |= value(_COMMON + r"\Security\Trusted Locations", "Allow User Locations") == 0
    return none_trusted and value(_EXCELS, "VBAWarnings") in (_ONLY_SIGNED, _NO_MACROS)
