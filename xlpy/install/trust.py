"""Excel's trust on Windows: the folder whose workbooks may run macros, and what a policy forbids."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSIONS = ("16.0", "15.0")
"""Office's numbers of 2016 to 365, and of 2013."""
LOCATION = "TradeDept"
_ROOT = r"Software\Microsoft\Office\{version}\Excel"
_TRUSTED = _ROOT + r"\Security\Trusted Locations\{location}"
_POLICY = r"Software\Policies\Microsoft\Office\{version}\Excel\Security"
_NO_MACROS = 4


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
        path = _TRUSTED.format(version=version, location=LOCATION)
        with registry.CreateKey(registry.HKEY_CURRENT_USER, path) as key:
            registry.SetValueEx(key, "Path", 0, registry.REG_SZ, f"{folder}\\")
            registry.SetValueEx(key, "AllowSubfolders", 0, registry.REG_DWORD, 1)
            registry.SetValueEx(key, "Description", 0, registry.REG_SZ, "TradeDept")
    return told


def trusted(folder: Path, registry=None) -> bool:
    """Whether every version of Excel that is there trusts the folder by our entry."""
    registry = registry or _registry()
    paths = [_value(registry, _TRUSTED.format(version=v, location=LOCATION), "Path") for v in versions(registry)]
    return bool(paths) and all(str(path).rstrip("\\").casefold() == str(folder).casefold() for path in paths)


def distrust(registry=None) -> None:
    """Take our entries away."""
    registry = registry or _registry()
    for version in VERSIONS:
        try:
            registry.DeleteKey(registry.HKEY_CURRENT_USER, _TRUSTED.format(version=version, location=LOCATION))
        except OSError:
            # There was none.
            continue


def macros_forbidden(registry=None) -> bool:
    """Whether a policy of the company turns all macros off."""
    registry = registry or _registry()
    return any(_value(registry, _POLICY.format(version=v), "VBAWarnings") == _NO_MACROS for v in VERSIONS)
