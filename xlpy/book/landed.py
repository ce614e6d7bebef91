"""What this run has written for good: whatever fails afterwards, it is reported as done."""

from pathlib import Path

_landed: list[Path] = []


def note_landed(path: Path) -> None:
    """Note that a file is on disk as it was meant to become."""
    _landed.append(path)


def landed() -> list[Path]:
    """The files that this run wrote, in their order."""
    return list(dict.fromkeys(_landed))


def nothing_landed() -> None:
    """Begin a run: forget what another one in this process wrote."""
    _landed.clear()
