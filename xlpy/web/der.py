"""Certificates are written in DER: each value with its kind and length in front."""

import base64
from datetime import datetime


def _value(kind: int, data: bytes) -> bytes:
    size = len(data)
    if size < 128:
        return bytes([kind, size]) + data
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([kind, 128 | len(length)]) + length + data


def sequence(*parts: bytes) -> bytes:
    """Values one behind the other."""
    return _value(0x30, b"".join(parts))


def integer(number: int) -> bytes:
    """A whole number, 0 or above."""
    return _value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(data: bytes) -> bytes:
    """Bytes."""
    return _value(0x04, data)


def bits(data: bytes) -> bytes:
    """Bytes as bits, all of them used."""
    return _value(0x03, b"\x00" + data)


def text(words: str) -> bytes:
    """A text."""
    return _value(0x0C, words.encode())


def utc(moment: datetime) -> bytes:
    """A moment of the years to 2049."""
    return _value(0x17, f"{moment:%y%m%d%H%M%S}Z".encode())


def context(number: int, data: bytes, holds_values: bool = True) -> bytes:
    """A value of a kind that the place where it stands gives its meaning."""
    return _value((0xA0 if holds_values else 0x80) | number, data)


def oid(dotted: str) -> bytes:
    """The name of a kind of thing: `2.5.4.3`."""
    first, second, *rest = map(int, dotted.split("."))
    data = bytes([first * 40 + second])
    for number in rest:
        digits = [number & 127]
        while number := number >> 7:
            digits.append(number & 127 | 128)
        data += bytes(reversed(digits))
    return _value(0x06, data)


def printed(data: bytes) -> str:
    """Bytes as letters (base64)."""
    return base64.b64encode(data).decode()
