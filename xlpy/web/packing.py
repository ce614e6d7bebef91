"""Files put together so that the same files give the same bytes."""

import gzip
import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
_HARDEST = 9


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file of files by name, in the order of their names; nothing is made smaller in it, as
    together they get smaller than each alone.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            # Without this, the file would say on which system it was made.
            entry.create_system = 0
            package.writestr(entry, files[name])
    return out.getvalue()


def packed(data: bytes) -> bytes:
    """Bytes made smaller (gzip), which the add-in itself unpacks: not every server does it."""
    return gzip.compress(data, _HARDEST, mtime=0)
