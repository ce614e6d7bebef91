"""The tour: every command of the page is typed, in the page's order, with the page's files; each
shows what the page says.
"""

import re
import shutil
from fractions import Fraction

import pytest
from commands import said
from tourkit import DOCS, files, page, steps

from xlpy.install import opening

LANGUAGES = ("en", "zh")
README = {"en": "README.md", "zh": "README.zh-CN.md"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_types_what_the_page_says_sees_what_it_says(language, tmp_path, monkeypatch, capsys):
    for file in files(language):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    opened = []
    # A program with a window is started for real in test_libreoffice_launcher.py.
    monkeypatch.setattr(
        opening, "open_book", lambda book, *_: opened.append(book) or opening.Opened(book, "Excel")
    )
    typed = 0
    for step in steps(language):
        shown = []
        for words in step.commands:
            code, out, err = said(capsys, *words)
            assert code == 0, err
            shown += [line.rstrip() for line in (out + err).splitlines()]
            typed += 1
        places = [shown.index(line) for line in step.shown if line in shown]
        assert [line for line in step.shown if line not in shown] == []
        assert places == sorted(places)
    assert len(opened) == 1
    # To the first close: at most eight, without the look at the workbook and the explanation.
    assert typed - 2 <= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_the_tour_are_those_of_the_rules(language):
    """B-3.B.1 and B-3.A by hand: the receipts × their rates, the three tiers, the pay."""
    receipts = sum([17360 * Fraction("7.95"), 3600 * Fraction("7.96"), 7440 * Fraction("7.98")])
    target = Fraction(1_800_000, 12)
    first, second = target / 100, target / 2 * Fraction("0.0125")
    third = (receipts - target * Fraction("1.5")) * Fraction("0.015")
    assert receipts == Fraction("226039.20")
    assert first + second + third == Fraction("2453.088"), "so 2,453.09 are paid"
    # The post wage, sales performance, attendance, teamwork, execution; a tenth of the team's
    # 2,291.56 to who is first.
    pay = 1500 + 300 + 100 + 200 + 100 + Fraction("2453.09") + Fraction("229.16")
    assert pay == Fraction("4882.25")
    shown = " ".join(line for step in steps(language) for line in step.shown)
    for amount in ("226,039.20", "1,500.00", "937.50", "15.588", "2,453.09", "4,882.25"):
        assert amount in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tour_has_eight_steps_and_installs_as_the_readme_says(language):
    text = page(language)
    assert re.findall(r"^## (\d)\.", text, re.MULTILINE) == [str(at) for at in range(1, 9)]
    install = re.search(r"^```\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)[1]
    readme = (DOCS.parent / README[language]).read_text(encoding="utf-8")
    assert install in readme
    assert f"(docs/{language}/first-hour.md)" in readme
