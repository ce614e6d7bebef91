"""Picture files as papers show them: read and looked through, then fitted into their place."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from xlpy.book.inputfile import read_input
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.documents.page import Picture

_ENDINGS = (".png", ".jpg", ".jpeg")
_LARGEST = 20_000_000
"""Bytes: a picture that is larger is none to print."""
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_SCAN, _END = b"\xff\xda", b"\xff\xd9"
"""The marks of a JPEG where its picture begins, and where it ends."""


def read_picture(place: Path) -> bytes | Text:
    """The bytes of a PNG or JPEG file; why it cannot be shown, in Chinese and English, where it
    cannot.
    """
    if place.suffix.lower() not in _ENDINGS:
        return Text("不是 PNG 或 JPEG 文件", "it is no PNG or JPEG file")
    try:
        data = read_input(place, _LARGEST)
    except FileError as why:
        if not place.exists():
            return Text("找不到", "it is not found")
        return Text(why.said.zh.rstrip("。"), why.said.en.rstrip("."))
    except ValueError:
        return Text("不是文件名", "this is no name of a file")
    if not _is_whole(data) or scaled("", data, 0, 1, 1) is None:
        return Text("打不开：不是图片，或者已经损坏", "it cannot be read: no picture, or damaged")
    return data


def _is_whole(data: bytes) -> bool:
    """Whether a picture is there to its end: what is cut off would be printed as nothing."""
    if data.startswith(_PNG):
        return _is_whole_png(data)
    return data.startswith(_JPEG) and data.rfind(_END) > data.rfind(_SCAN) > 0


def _is_whole_png(data: bytes) -> bool:
    at = len(_PNG)
    while at + 12 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        chunk, end = data[at + 4 : at + 8 + size], at + 8 + size
        if data[end : end + 4] != struct.pack(">I", zlib.crc32(chunk)):
            return False
        if chunk == b"IEND":
            return True
        at = end + 4
    return False


def scaled(
    name: str, data: bytes, column: int, width: float, height: float, centred: bool = False
) -> Picture | None:
    """A picture made to fit into so many pixels, its sides in proportion; None for a file that is
    no picture.
    """
    from xlsxwriter.image import Image

    try:
        image = Image(BytesIO(data))
        wide, high = image.width * 96 / image.x_dpi, image.height * 96 / image.y_dpi
        scale = min(width / wide, height / high)
    except Exception:
        # Whatever the image reader stumbles over: this file cannot be shown, and the paper says so.
        return None
    return Picture(name, data, column, wide * scale, high * scale, scale, scale, centred)
