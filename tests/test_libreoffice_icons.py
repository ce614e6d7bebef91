"""The buttons' icons in LibreOffice: one each, in the extension, and pictures that LibreOffice can
draw.
"""

import io
import re
import zipfile

from lo import libreoffice

from xlpy.actions.buttons import BUTTONS
from xlpy.desk.buttons import EXCEL
from xlpy.libreoffice.extension.icons import SIZES, icon
from xlpy.libreoffice.extension.menus import address
from xlpy.libreoffice.extension.package import extension

SHOWN = [button for button in BUTTONS if button.where != EXCEL]


def test_every_button_that_libreoffice_shows_has_an_icon_of_its_own():
    assert [button.key for button in SHOWN if not button.drawing] == []
    assert len({icon(button, 16) for button in SHOWN}) == len(SHOWN)


def test_the_extension_holds_each_icon_where_its_button_looks_for_it():
    package = zipfile.ZipFile(io.BytesIO(extension()))
    addons = package.read("Addons.xcu").decode()
    for button in SHOWN:
        own = addons.partition(
            f'<value>{address(button)}</value></prop><node oor:name="UserDefinedImages">'
        )[2]
        found = re.findall(r"%origin%/([^<]+)", own)[: len(SIZES)]
        assert [package.read(place).decode() for place in found] == [
            icon(button, size) for size in SIZES
        ]


def test_libreoffice_draws_each_icon_in_its_size(tmp_path):
    paths = []
    for button in SHOWN:
        for size in SIZES:
            paths.append(tmp_path / f"{button.key}-{size}.svg")
            paths[-1].write_text(icon(button, size), "utf-8")
    found = libreoffice().pixels(paths=list(map(str, paths)))
    # It counts in hundredths of a millimetre, which may make a pixel more.
    assert all(
        size <= side <= size + 1
        for size, sides in zip(SIZES * len(SHOWN), found, strict=True)
        for side in sides
    )
