"""Reads Dask without packages that it takes where they are installed and a group has no use for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_UNUSED = ("numpy", "jinja2")
"""Arrays and pages. Reading them takes two thirds of the time of reading all the rest."""


def read_dask() -> Any:
    """Dask's package for several processes, read."""
    with _as_if_not_there(_UNUSED):
        import distributed
    return distributed


@contextmanager
def _as_if_not_there(names: tuple[str, ...]) -> Iterator[None]:
    """Who tries to import these meanwhile hears that they are not installed; what was read before
    stays.
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be found
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
