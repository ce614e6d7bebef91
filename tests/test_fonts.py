"""Where fonts are missing: the doctor says what is printed badly, and every sheet that is printed
fits its width.
"""

import io
import re
import subprocess
import zipfile

import fonts
import pytest
from bookdump import BOOK
from filekit import PROJECT
from office import needed

from xlpy.documents.faces import face, line_height
from xlpy.documents.measure import height_of
from xlpy.install.doctor import doctor
from xlpy.install.fonts import checks
from xlpy.install.places import places


def rows(where):
    """What the doctor says of fonts: key → (good, what was found, what to do)."""
    return {c.key: (c.good, c.found, c.next.en) for c in checks(where)}


@pytest.mark.parametrize("family", fonts.STAND_INS)
def test_the_doctor_names_the_font_that_stands_in_and_the_package_to_install(
    tmp_path, monkeypatch, family
):
    fonts.only(family, tmp_path, monkeypatch)
    found = rows(places("linux"))
    good, told, do = found["font"]
    assert (good, family in told, "papers are printed smaller" in told) == (False, True, True)
    assert "fonts-liberation" in do
    assert found["chinese"][0] and "Noto Sans CJK SC" in found["chinese"][1]


def test_the_doctor_says_that_chinese_is_printed_as_boxes_where_no_font_has_it(
    tmp_path, monkeypatch
):
    fonts.only("DejaVu Sans", tmp_path, monkeypatch, chinese=False)
    good, told, do = rows(places("linux"))["chinese"]
    assert (good, "中文印成空框" in told, "fonts-noto-cjk" in do) == (False, True, True)


def test_a_missing_font_is_advice_and_stops_nothing(tmp_path, monkeypatch):
    had = doctor(places("linux"))
    fonts.only("DejaVu Sans", tmp_path, monkeypatch)
    found = doctor(places("linux"))
    assert found.ready == had.ready
    assert found.next.key == ("font" if had.ready else had.next.key)
    assert any(line.startswith("! ") and "DejaVu Sans" in line for line in found.text().split("\n"))


def test_without_fontconfig_nothing_is_found_and_nothing_breaks(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "none"))
    assert (face("Arial"), line_height("Arial")) == (None, 0.0)
    assert [good for good, *_ in rows(places("linux")).values()] == [False, False]


@pytest.mark.parametrize("there", [(), ("arial.ttf",), ("arial.ttf", "msyh.ttc")])
def test_on_windows_the_fonts_are_looked_for_in_its_folder(tmp_path, monkeypatch, there):
    (tmp_path / "Fonts").mkdir()
    for name in there:
        (tmp_path / "Fonts" / name).touch()
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "nowhere"))
    found = rows(places("win32", {"USERPROFILE": str(tmp_path)}))
    assert [found[key][0] for key in ("font", "chinese")] == [
        "arial.ttf" in there,
        "msyh.ttc" in there,
    ]


def test_a_line_is_as_high_as_the_font_that_stands_in_needs_it(tmp_path, monkeypatch):
    """Noto Sans CJK's lines are 1.448 of the font size by its own tables; Arial's 1.15, for which
    1.2 is kept.
    """
    fonts.only("Noto Sans CJK SC", tmp_path, monkeypatch)
    assert line_height("Arial") == pytest.approx(1.448)
    assert height_of(["a"] * 10, 10) == pytest.approx(10 * 14.48 + 5, abs=0.01)
    fonts.only("DejaVu Sans", tmp_path, monkeypatch)
    assert height_of(["a"] * 10, 10) == pytest.approx(10 * 12 + 5, abs=0.01)


def test_every_sheet_of_the_workbook_is_printed_as_wide_as_its_paper():
    with zipfile.ZipFile(io.BytesIO(BOOK.read_bytes())) as book:
        sheets = {
            name: book.read(name).decode()
            for name in book.namelist()
            if "/worksheets/sheet" in name
        }
    assert len(sheets) > 50
    # Excel's way to say it: fit to pages, one (or two) wide and as many high as it comes.
    loose = [
        name
        for name, xml in sheets.items()
        if not re.search(r'<pageSetUpPr[^>]*fitToPage="1"', xml)
    ]
    assert loose == []
    assert [
        name for name, xml in sheets.items() if re.search(r'<pageSetup[^>]*fitToWidth="0"', xml)
    ] == []


def test_every_sign_of_our_own_on_papers_is_in_the_fonts_that_stand_in():
    """A sign that the Chinese font has is printed by it; one that no font has, as a box."""
    needed("fc-list", "whether the fonts have the signs that papers use")
    lacking = {}
    for path in (PROJECT / "xlpy" / "documents").glob("*.py"):
        for sign in sorted(set(re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL))):
            if ord(sign) > 126 and not 0x2E80 <= ord(sign) < 0xFFF0:
                asked = ["fc-list", f":charset={ord(sign):x}", "family"]
                found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
                if fonts.STAND_INS[-1] not in found:
                    lacking[sign] = path.name
    assert lacking == {}
