"""What was found out about a part's bytes, kept for as long as the program runs: a part of the
same bytes is not gone through again, when the workbook is opened again or another one has it, too.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

from xlpy.ooxml.archive import Archive

LARGE = 1 << 20
"""Of a part from this size on, only what is small is kept, not its elements."""
_BOUND = 16 << 20
"""Of how many bytes of XML facts are kept: those of the last few workbooks."""
_BASE = 256
Made = dict[Callable, object]
"""What functions found out about a part, by the function."""
_Key = tuple[str, int, int, bytes]


class Facts:
    """The facts about parts, each by its name and bytes; those used longest ago go first."""

    def __init__(self, bound: int = _BOUND):
        self._bound = bound
        self._size = 0
        self._kept: OrderedDict[_Key, Made] = OrderedDict()
        self._lock = Lock()

    def of(self, archive: Archive, name: str) -> Made:
        """What is known about a part; whoever finds out more puts it in."""
        member = archive.by_name[name]
        packed = sha256(str(member.method).encode())
        for piece in archive.packed(member):
            packed.update(piece)
        # The size and checksum that the file states count, too: with others it is damaged.
        key = name, member.size, member.crc, packed.digest()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = {}
                self._size += _weight(key)
                while self._size > self._bound and len(self._kept) > 1:
                    gone, _ = self._kept.popitem(last=False)
                    self._size -= _weight(gone)
            self._kept.move_to_end(key)
            return self._kept[key]


def _weight(key: _Key) -> int:
    return _BASE + min(key[1], LARGE)


FACTS = Facts()
"""Those of this program."""
