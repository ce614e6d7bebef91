"""Windows' registry, read: keys of the user's by `winreg`, or by what stands in for it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

Registry = Any
"""The module `winreg`, which is there on Windows alone, or what stands in for it."""


def reader() -> Registry:
    """The module that reads the registry."""
    import winreg

    return winreg


@contextmanager
def opened(registry: Registry, path: str) -> Iterator:
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


def value(registry: Registry, path: str, name: str) -> object:
    """A value of a key of the user's; None when there is none."""
    with opened(registry, path) as key:
        if key is None:
            return None
        try:
            return registry.QueryValueEx(key, name)[0]
        except OSError:
            return None


def names(registry: Registry, path: str) -> list[str]:
    """The keys below a key of the user's."""
    found: list[str] = []
    with opened(registry, path) as key, suppress(OSError):
        while key is not None:
            found.append(registry.EnumKey(key, len(found)))
    return found


def machine_values(path: str) -> dict[str, object]:
    """The values of a key of the machine's registry; none when there is no such key."""
    winreg, found = reader(), dict[str, object]()
    try:
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path, 0, access) as key:
            while True:
                name, found_value, _ = winreg.EnumValue(key, len(found))
                found[name] = found_value
    except OSError:
        return found
