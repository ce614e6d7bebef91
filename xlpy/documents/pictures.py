"""Products' pictures made alike: one size, one format, on white, in a folder of their own (C-5.8).

Pillow is an extra, imported when it is used. The originals stay as they are.
"""

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlpy.core.extras import missing
from xlpy.core.issues import FileError, Issue, warning
from xlpy.core.tables.parties import Product
from xlpy.core.text import Text
from xlpy.documents.files import distinct_names, make_folder, whole
from xlpy.jobs.catalogue import Made

_QUALITY = 90
_ENDING = ".jpg"
_UPRIGHT, _ORIENTATION = (None, 1), 0x0112
_MEGA = 1_000_000


def pictures_folder(book: Path) -> Path:
    """Where the pictures of a workbook are made: beside it."""
    return book.with_name(f"{book.stem}.pictures")


def make_pictures(
    products: Sequence[Product], folder: Path, out: Path, size: int, largest: int
) -> list[Made]:
    """A picture of `size` × `size` pixels for each product that has one, as JPEG on white.

    `folder`: where the pictures' paths begin. `largest`: how many million pixels one may have. A
    broken one is named, the others are made. Raises FileError without Pillow, or when the folder
    cannot be written.
    """
    _pillow()
    make_folder(out)
    names = distinct_names([row.product for row in products])
    return [
        _made(row, folder, out / f"{names[row.product]}{_ENDING}", size, largest)
        for row in products
    ]


def picture_issues(made: Iterable[Made]) -> list[Issue]:
    """A warning for each picture that could not be made, and one for each too small to be clear."""
    found = []
    for each in made:
        if each.wrong is not None:
            name, row = each.product.product, each.product.row
            zh = f"{name} 的图片“{each.product.picture or ''}”：{each.wrong.zh}"
            en = f'the picture "{each.product.picture or ""}" of {name}: {each.wrong.en}'
            found.append(
                warning("products", row, "picture", "C-5.8", Text(zh, en), "picture.wrong")
            )
    return found


def _pillow() -> Any:
    try:
        from PIL import Image
    except ImportError:
        raise missing("Pillow", "pictures", Text("处理图片", "making pictures alike")) from None
    return Image


def _made(product: Product, folder: Path, target: Path, size: int, largest: int) -> Made:
    if not product.picture:
        return Made(product, None)
    source = folder / product.picture
    if not source.is_file():
        wrong = Text("没有这个文件；请改正路径", "there is no such file; correct the path")
        return Made(product, None, wrong=wrong)
    if source.stat().st_size == 0:
        return Made(
            product, None, wrong=Text("文件是空的（0 字节）", "the file is empty (0 bytes)")
        )
    try:
        with _opened(source) as image:
            pixels = image.width * image.height
            if pixels > largest * _MEGA:
                mega = f"{pixels / _MEGA:.0f}"
                zh = f"有 {mega} 百万像素，超过 {largest}；请先缩小"
                en = f"it has {mega} million pixels, more than {largest}: make it smaller first"
                return Made(product, None, wrong=Text(zh, en))
            return _alike(product, source, image, target, size)
    except FileError:
        raise
    except Exception:
        # Whatever Pillow stumbles over: this file is no picture, and the others go on.
        zh = "打不开：不是图片，或者已经损坏；请换一个文件"
        en = "it cannot be read: no picture, or damaged; take another file"
        return Made(product, None, wrong=Text(zh, en))


@contextmanager
def _opened(source: Path) -> Any:
    """The picture; how large it may be is our own rule."""
    pil = _pillow()
    before, pil.MAX_IMAGE_PIXELS = pil.MAX_IMAGE_PIXELS, None
    try:
        with pil.open(source) as image:
            yield image
    finally:
        pil.MAX_IMAGE_PIXELS = before


def _alike(product: Product, source: Path, image: Any, target: Path, size: int) -> Made:
    changed = list(_changes(source, image, size))
    if not changed:
        image.load()
        with whole(target) as fresh:
            Path(fresh).write_bytes(source.read_bytes())
        return Made(product, target)
    made = _on_white(image, size)
    with whole(target) as fresh:
        made.save(fresh, "JPEG", quality=_QUALITY)
    return Made(product, target, tuple(changed))


def _changes(source: Path, image: Any, size: int) -> Iterable[Text]:
    """What must be changed for a picture to be like the others."""
    endings = {"JPEG": (".jpg", ".jpeg"), "MPO": (".jpg", ".jpeg")}
    own = endings.get(image.format, (f".{(image.format or '').lower()}",))
    if source.suffix.lower() not in own:
        yield Text(f"内容是 {image.format}", f"its content is {image.format}")
    if image.format != "JPEG":
        yield Text(f"{image.format} → JPEG", f"{image.format} → JPEG")
    if image.getexif().get(_ORIENTATION) not in _UPRIGHT:
        yield Text("转正", "turned upright")
    if image.mode != "RGB":
        yield Text(f"{image.mode} → RGB", f"{image.mode} → RGB")
    if max(image.size) < size:
        zh = f"只有 {image.width} × {image.height}，不放大"
        yield Text(zh, f"only {image.width} × {image.height}, not enlarged")
    if image.size != (size, size):
        yield Text(f"{size} × {size}，白边", f"{size} × {size}, padded")


def _on_white(image: Any, size: int) -> Any:
    """The picture upright, no larger than it was, in the middle of a white square."""
    pil = _pillow()
    from PIL import ImageOps

    # A large JPEG is read smaller at once: sixty million pixels take 180 MB otherwise.
    image.draft("RGB", (2 * size, 2 * size))
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        # Sixteen bits of grey.
        upright = upright.point(lambda value: value / 256).convert("L")
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    picture = upright.convert("RGBA" if has_alpha else "RGB")
    picture.thumbnail((size, size), pil.Resampling.LANCZOS)
    ground = pil.new("RGB", (size, size), "white")
    place = (size - picture.width) // 2, (size - picture.height) // 2
    ground.paste(picture, place, picture if has_alpha else None)
    return ground
