"""A calendar file (RFC 5545): whole days and what they are for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

_LINE = 75
"""How many bytes a line of a calendar file has at most (RFC 5545)."""


@dataclass(frozen=True, slots=True)
class DayEvent:
    """A day's event; the same `named` keeps its UID, so that a calendar changes what it has."""

    named: str
    day: date
    title: str
    told: str
    category: str = ""


def calendar_file(events: Iterable[DayEvent], at: datetime, made_by: str) -> bytes:
    """The bytes of a calendar file. `at`: when it is written, in local time; `made_by`: what of
    this program made it.
    """
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//TradeDept//{made_by}//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += _lines_of(event, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _lines_of(event: DayEvent, stamp: str) -> list[str]:
    uid = f"{sha256(event.named.encode()).hexdigest()[:32]}@tradedept"
    category = [f"CATEGORIES:{_escaped(event.category)}"] if event.category else []
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(1):%Y%m%d}",
        f"SUMMARY:{_escaped(event.title)}",
        f"DESCRIPTION:{_escaped(event.told)}",
        *category,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """A text as a calendar file holds it: its own signs marked, line breaks written as such."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, each but the first begun with a blank; no letter is
    cut.
    """
    pieces, size = [""], 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > _LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += wide
    return "\r\n".join(pieces)
