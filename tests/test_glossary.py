"""One thing has one name: the glossary against the labels of tables, columns, choices, buttons;
its pages.
"""

import re

import pytest

from xlpy.actions.buttons import BUTTONS
from xlpy.build.glossary import PAGES, glossary
from xlpy.core.glossary import TERMS
from xlpy.core.tables import TABLES
from xlpy.core.text import EN, ZH

SAME_WORD = {
    # English has one word for it; the table says which is meant.
    "attendance": "payroll: what is paid for it (全勤); table: the record (考勤)",
    "by": "who approved, who carried it out",
    "chinese name": "of a company, of a product",
    "english name": "of a company, of a product",
    "from": "something holds from that day (生效), something begins (开始)",
    "left": "our own people (离职), a customer's contact (离开)",
    "commission": "costs: an agent's (佣金); else the salesperson's (提成)",
    "due on": "a sample, a payment",
    "grade": "the button proposes it (评级), a customer has it (等级)",
    "issued on": "signed by an office (签发), made out by us (开立)",
    "kind": "each table's own kinds",
    "note": "why (说明), anything (备注)",
    "packages": "the table lists them, the packing list counts them",
    "requirements": "of a customer (订单要求), of a stage (阶段要求)",
    "sent on": "a quotation is given out, papers are posted",
    "stage": "the button changes it",
    "part": "of a product (配件), of a seal (部分)",
    "punches": "the button takes them over (打卡考勤), the table holds them (打卡)",
    "prizes": "the payroll's item and the table",
}
"""English labels that stand for several Chinese ones, and why; a further one is to be named
otherwise.
"""

SAME_SIGNS = {
    "每件体积": "of the product, of these packages",
    "每件净重": "of the product, of these packages",
    "每件毛重": "of the product, of these packages",
    "每件数量": "of the product, of these packages",
    "依据": "the papers' source, the rule itself",
    "其他扣款": "table and item",
    "批准人": "column of two tables",
    "日期": "of a fact, of a change",
    "生效日期": "of a person's change, of a rule",
    "用途": "what money was for, what an address is for",
    "经手人": "column of two tables",
    "结账": "the button and the table",
    "反结账": "the button and the table",
    "建议奖": "table and item",
    "项目": "what a row is about, which kind it is",
    "订单要求": "of the customer, as the workshop gets it",
}
"""Chinese labels that stand for several English ones beyond one and many, and why."""


def plain(english):
    """An English label without case and number: one and many are one thing."""
    words = [re.sub("yses$", "ysis", word) for word in english.casefold().split()]
    return " ".join(re.sub(r"(?<=[a-z]{3})(es|s|e)$", "", word) for word in words)


def stems(english):
    """What the words of a label begin with: approve and approval are one thing."""
    return {word.replace("-", "")[:4] for word in english.casefold().split()}


def labels():
    """Chinese, English: tables, columns and buttons. The English of a choice is its key, which
    stays.
    """
    for table in TABLES.values():
        yield table.zh, table.en
        yield from ((column.zh, column.en) for column in table.columns)
    yield from ((button.zh, button.en) for button in BUTTONS)


def met(pairs):
    found = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {one: others for one, others in found.items() if len(others) > 1}


def test_one_english_label_is_one_chinese_one():
    assert set(met((en.casefold(), zh) for zh, en in labels())) <= SAME_WORD.keys()


def test_one_chinese_label_is_one_english_one():
    found = met((zh, plain(en)) for zh, en in labels())
    assert {zh: en for zh, en in found.items() if zh not in SAME_SIGNS} == {}


def test_the_exceptions_are_needed():
    """A reason that nothing needs any more goes."""
    english, chinese = (
        met((en.casefold(), zh) for zh, en in labels()),
        met((zh, plain(en)) for zh, en in labels()),
    )
    assert (SAME_WORD.keys() - english.keys(), SAME_SIGNS.keys() - chinese.keys()) == (set(), set())


def test_a_term_has_one_name_and_one_meaning():
    for place in (0, 1):
        names = [term.name[place].casefold() for term in TERMS]
        assert len(set(names)) == len(names)
    assert all(term.meaning.zh.endswith("。") and term.meaning.en.endswith(".") for term in TERMS)


def test_labels_that_are_a_term_bear_its_names():
    """The same Chinese: English of a common stem."""
    terms = {term.name.zh: term.name.en for term in TERMS}
    odd = [
        (zh, en)
        for zh, en in labels()
        if zh in terms and not stems(terms[zh]) & stems(en) and zh != "汇率"
    ]
    assert odd == []


def test_a_term_s_rule_is_that_of_a_table_or_column_that_bears_its_name():
    rules = {}
    for table in TABLES.values():
        rules.setdefault(table.zh, set()).add(table.rule)
        for column in table.columns:
            rules.setdefault(column.zh, set()).add(column.rule or table.rule)
    own = {"完成率": "B-3.B.1", "罚款": "B-4"}
    odd = [
        t
        for t in TERMS
        if t.name.zh in rules and t.rule not in rules[t.name.zh] | {own.get(t.name.zh)}
    ]
    assert odd == []


@pytest.mark.parametrize("language", (ZH, EN))
def test_the_page_is_made_from_the_terms(language):
    """Mend with: python -m xlpy.reference"""
    assert PAGES[language].read_text(encoding="utf-8") == glossary(language)
