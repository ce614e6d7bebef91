"""The docs tell the story that the code does: commands, links, rules and the generated page."""

import csv
import re
import shlex
from pathlib import Path

import pytest

from xlpy.cli import COMMANDS, parser
from xlpy.reference import PAGES as REFERENCE
from xlpy.reference import reference

ROOT = Path(__file__).parent.parent
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
LANGUAGES = tuple(READMES)
PAGES = [*READMES.values(), ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*/*.md"))]


def named(page):
    return str(page.relative_to(ROOT))


def text_of(language, name):
    """The text of a page in a language."""
    return (ROOT / "docs" / language / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_page_is_made_from_the_code(language):
    assert REFERENCE[language].read_text(encoding="utf-8") == reference(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_readme_or_the_users_page(language):
    readme = READMES[language].read_text(encoding="utf-8")
    text = readme + text_of(language, "user.md") + text_of(language, "reference.md")
    assert [word for word, *_ in COMMANDS if f"tradedept {word}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_line_on_a_page_is_one_that_the_program_takes(page):
    found = re.findall(r"`(tradedept [^`|]+)`", page.read_text(encoding="utf-8"))
    words = {word for word, *_ in COMMANDS}
    for line in found:
        parts = shlex.split(re.sub(r"[\[\]]", "", line))[1:]
        if parts[0].startswith("-"):
            continue
        assert parts[0] in words, line
        if not re.search(r"\b(BOOK|TABLE|PERIOD|MONTH|FILE)\b", line) and len(parts) > 1:
            parser().parse_args(parts)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_that_the_rules_page_names_is_there(language):
    text = text_of(language, "rules.md")
    modules = re.findall(r"`(core/[\w/]+\.py)`", text)
    cases = re.findall(r"`(\w+\.csv)`", text)
    assert [name for name in modules if not (ROOT / "xlpy" / name).exists()] == []
    assert [name for name in cases if not (ROOT / "tests" / "cases" / name).exists()] == []


def rule_rows(language):
    """The rules page's table of rules in code, its first: id → the case files that it names."""
    text = text_of(language, "rules.md").split("\n## ")[0]
    rows = re.findall(r"^\| ([A-E]-[\w.]+) \|.*\| (`.*\.csv`) \|$", text, re.MULTILINE)
    return {rule: re.findall(r"`(\w+\.csv)`", cases) for rule, cases in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_the_page_is_cited_by_a_case(language):
    for rule, files in rule_rows(language).items():
        cited = set()
        for name in files:
            with open(ROOT / "tests" / "cases" / name, encoding="utf-8", newline="") as file:
                cited |= {row["rule"] for row in csv.DictReader(file)}
        assert any(found == rule or found.startswith(f"{rule}.") for found in cited), rule
    assert len(rule_rows(language)) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_code_cites_is_on_the_page(language):
    text = text_of(language, "rules.md")
    cited = set()
    for path in (ROOT / "xlpy" / "core").rglob("*.py"):
        cited |= set(
            re.findall(
                r"\b(B-3\.[A-D](?:\.\d)?(?:\.[a-z])?|D-4\.3)\b", path.read_text(encoding="utf-8")
            )
        )
    assert sorted(rule for rule in cited if f"| {rule} |" not in text) == []
