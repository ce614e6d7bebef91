"""Python's collector of cycles at rest: over thousands of rows, none of them cyclic, it would walk
each again and again. It costs a job of many rows a quarter of its time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """The collector at rest meanwhile; afterwards it is as it was."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
