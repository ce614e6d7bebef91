"""What the file of an open workbook holds, noted while the document is as its file is.

To read the file again LibreOffice would load all its sheets, which takes it many seconds.
"""

from hashlib import sha256

from xlpy.libreoffice.snapshot import Snapshot

_STATES = 2
"""States of a file that are kept: the one before a save serves when the save does not land."""
_noted: dict[str, dict[bytes, Snapshot]] = {}
"""By the document's address: what the file holds in its latest states."""


def note(address: str, data: bytes, held: Snapshot) -> None:
    """Keep what a document's file of these bytes holds."""
    states = _noted.setdefault(address, {})
    state = sha256(data).digest()
    states.pop(state, None)
    states[state] = held
    for old in list(states)[:-_STATES]:
        del states[old]


def noted(address: str, data: bytes) -> Snapshot | None:
    """What a document's file of these bytes holds; None when that was not noted, or long ago."""
    states, state = _noted.get(address, {}), sha256(data).digest()
    if state not in states:
        return None
    # It is the file's state now: the others are let go of before it.
    states[state] = states.pop(state)
    return states[state]


def forget(address: str) -> None:
    """Let go of what is known of a document that was closed."""
    _noted.pop(address, None)
