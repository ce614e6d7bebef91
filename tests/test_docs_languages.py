"""The docs in two languages: the same pages with the same parts in both, each page in one
language.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TREES = {language: ROOT / "docs" / language for language in ("en", "zh")}
PAGES = {path.name: path for path in sorted(TREES["en"].glob("*.md"))}
PAIRS = {name: (TREES["en"] / name, TREES["zh"] / name) for name in PAGES} | {
    "README": (ROOT / "README.md", ROOT / "README.zh-CN.md")
}
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def text_of(page):
    return page.read_text(encoding="utf-8")


def plain(text):
    """What a page says in its own words: without code, what it quotes, and where its links lead."""
    text = re.sub(
        r"^```.*?^```$|^    .*$",
        "",
        text,
        flags=re.MULTILINE | re.DOTALL if "```" in text else re.MULTILINE,
    )
    text = re.sub(r"`[^`]*`", "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"(?<!\*)\*[^*\n]+\*(?!\*)|“[^”]*”|\"[^\"\n]*\"", "", text)


def english_lines(text):
    """The lines of an English page in which Chinese is left over, but the link to the Chinese
    page.
    """
    return [line for line in plain(text).replace("[中文]", "").splitlines() if CHINESE.search(line)]


def chinese_lines(text):
    """The lines of a Chinese page in which an English sentence is left over: five words that
    nothing parts.
    """
    return [
        line
        for line in plain(text).splitlines()
        if re.search(r"(?:\b[A-Za-z][a-z']+ ){4}[a-z]", line)
    ]


def shape(text):
    """The parts of a page in their order: headings, rows of tables with their cells, fences, items
    of lists.
    """
    for line in text.splitlines():
        if found := re.match(r"#+(?= )|\||```|- |\d+\. ", line):
            yield (
                f"row of {line.replace(chr(92) + '|', '').count('|') - 1}"
                if line[0] == "|"
                else found[0]
            )


def commands(text):
    """How often a page names each command, with its options."""
    lines = re.findall(r"`(tradedept [^`|]+)`", text)
    return Counter((line.split()[1], *re.findall(r"--[a-z-]+", line)) for line in lines)


def code(text):
    """What a page quotes as code that is the same in every language: keys, files, options,
    formulas.
    """
    return Counter(
        span
        for span in re.findall(r"`([^`\n]+)`", text)
        if re.fullmatch(r"[\w./:-]+", span, re.ASCII)
    )


def test_both_trees_have_the_same_pages():
    assert sorted(page.name for page in TREES["zh"].iterdir()) == sorted(
        page.name for page in TREES["en"].iterdir()
    )
    assert len(PAGES) > 9


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_both_pages_have_the_same_parts(pair):
    english, chinese = (list(shape(text_of(page))) for page in pair)
    assert chinese == english
    assert len(english) > 5


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_both_pages_name_the_same_commands_and_keys(pair):
    english, chinese = map(text_of, pair)
    assert commands(chinese) == commands(english)
    assert set(code(chinese)) ^ set(code(english)) == set(), "in one only"


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_page_is_in_one_language(pair):
    english, chinese = map(text_of, pair)
    assert english_lines(english) == []
    assert chinese_lines(chinese) == []
    assert len(CHINESE.findall(chinese)) > 200


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_page_leads_to_pages_of_its_own_language(pair):
    for page, other in zip(pair, reversed(pair), strict=True):
        targets = [
            (page.parent / to).resolve() for to in re.findall(r"\]\(([^)#:]+)\)", text_of(page))
        ]
        strange = [
            to for to in targets if other.parent in to.parents and other.parent != page.parent
        ]
        assert strange == []


def test_each_readme_leads_to_the_other():
    assert "(README.zh-CN.md)" in text_of(ROOT / "README.md")
    assert "(README.md)" in text_of(ROOT / "README.zh-CN.md")


def test_what_is_left_over_of_the_other_language_is_found():
    assert english_lines("Close the month. 结账。\n") == ["Close the month. 结账。"]
    assert english_lines("Press *结账* or `结账`.\n") == []
    assert chinese_lines("结账。A closed month is never rewritten.\n") == [
        "结账。A closed month is never rewritten."
    ]
    assert chinese_lines("用 LibreOffice 或 Excel 打开，`tradedept close a b c d`。\n") == []
