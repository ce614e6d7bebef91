"""Customers: who may be the same one, when to follow up; every line of the case tables, laws, and
the functions.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_rules import lines

import udfs
from xlpy.book.defaults import FOLDER
from xlpy.book.names import lexicon, public_mail
from xlpy.core.follow_up import BALANCE, BIRTHDAY, due, next_anniversary
from xlpy.core.likeness import Customer, Limits, Register, domains, similar
from xlpy.core.policy import NoRule, Rules
from xlpy.core.tables.rules import PolicyRow
from xlpy.functions.ruletables import rules_on

RULES = rules_on(date(2012, 7, 1))
LIMITS = Limits.of(RULES)
EPOCH = date(1899, 12, 30)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize("case", lines("follow_up"))
def test_follow_up_of_a_line(case):
    assert day(case["due"]) == due(case["what"], day(case["since"]), day(case["today"]), RULES)


@pytest.mark.parametrize("case", lines("follow_up"))
def test_the_function_gives_the_lines_day_and_days_left(case):
    [got] = udfs.TD_DUE(case["since"], case["what"], case["today"])
    assert [float((day(case["due"]) - EPOCH).days), float(case["days_left"])] == got


def pair(case):
    return (
        Customer(case["customer"], case["mails"], case["country"], case["phones"]),
        Customer(case["other"], case["other_mails"], case["other_country"], case["other_phones"]),
    )


def told(asked, other):
    return "; ".join(
        en for match in similar(asked, [other], LIMITS, lexicon()) for _, en in match.reasons
    )


@pytest.mark.parametrize("case", lines("likeness"))
def test_likeness_of_a_line_whichever_of_the_two_is_asked_for(case):
    one, other = pair(case)
    assert case["reasons"] == told(one, other) == told(other, one)


def with_public_mail(value):
    return Rules(
        [PolicyRow(key="similar.public_mail", value=value, from_=date(2012, 7, 1), unit=None)]
    ).on(date(2012, 7, 1))


@pytest.mark.parametrize(
    "text", ["naver.com daum.net", "@Naver.com，daum.net", "naver.com、\nDAUM.NET"]
)
def test_a_department_names_more_mail_domains_that_anybody_may_have(text):
    assert with_public_mail(text).mail_domains("similar.public_mail") == {"naver.com", "daum.net"}


def test_no_more_mail_domains_are_none_and_what_is_no_domain_is_told():
    assert with_public_mail(None).mail_domains("similar.public_mail") == frozenset()
    with pytest.raises(NoRule, match="naver"):
        with_public_mail("daum.net naver").mail_domains("similar.public_mail")


def test_the_packages_list_of_mail_domains_is_plain():
    text = (FOLDER / "names" / "public_mail.csv").read_text(encoding="utf-8")
    header, *found = text.splitlines()
    assert (header, found) == ("domain", sorted(set(found)))
    assert (
        frozenset(found)
        == public_mail()
        == frozenset(d for name in found for d in domains(f"a@{name}"))
    )
    assert {"gmail.com", "qq.com", "163.com"} < public_mail()


# --- Laws -----------------------------------------------------------------------------------------

WORDS = """
    Acme Acne Kumar Kumr Blue Ocean Oecan Lighting Lightning Trading Trdg Bros Co Ltd PT the of & A.B.C. 66 Lamps4U
    Müller Mueller Łódź Шанс Shans АСМЕ النور Noor 深圳市 华强 華強 华润 置地 照明
    有限公司 Huaqiang International Intl. Sdn Bhd
"""  # noqa: E501
parts = st.sampled_from(tuple(WORDS.split()))
written = st.lists(parts, max_size=4)
names = st.one_of(st.text(max_size=12), written.map(" ".join), written.map("".join))
mails = st.sampled_from(
    ["", "a@acme.com", "b@sales.acme.com", "c@qq.com", "@", "a@@b", "x@acme.com, y@blue.com"]
)
PHONES = (
    "",
    "+39 06 5550 1100",
    "06 55501100",
    "0755-55501000-8001",
    "0755 5550 1000 转 2",
    "00000000",
)
phones = st.sampled_from(PHONES)
customers = st.builds(
    Customer, names, mails, st.sampled_from(["", "Kenya", "KE", "肯尼亚", "Peru"]), phones
)


@given(customers, customers)
def test_two_are_as_alike_one_way_as_the_other(one, other):
    there, back = similar(one, [other], LIMITS, lexicon()), similar(other, [one], LIMITS, lexicon())
    assert [(match.reasons, match.likeness) for match in there] == [
        (match.reasons, match.likeness) for match in back
    ]
    assert all(0 <= match.likeness <= 1 for match in there)


@given(st.lists(customers, max_size=6), customers)
def test_whoever_is_known_already_is_found_first_or_beside_one_as_like(known, asked):
    found = similar(asked, [*known, asked], LIMITS, lexicon())
    if any(sign.isalnum() for sign in asked.name):
        mine = next(match for match in found if match.customer == asked)
        assert mine.likeness == 1
        assert (len(mine.reasons), mine.likeness) == (len(found[0].reasons), found[0].likeness)


@given(st.lists(customers, max_size=6), customers)
def test_who_is_found_does_not_depend_on_who_else_is_known(known, asked):
    """As long as they are few: among many the rare words weigh more."""
    alone = [match for each in known for match in similar(asked, [each], LIMITS, lexicon())]
    assert sorted(map(repr, alone)) == sorted(map(repr, similar(asked, known, LIMITS, lexicon())))


@given(st.lists(customers, max_size=6), customers)
def test_looking_at_a_few_finds_all_that_looking_at_each_would(known, asked):
    register = Register(known, LIMITS, lexicon())
    one_by_one = [match for each in known if (match := register.compare(asked, each))]
    assert sorted(map(repr, one_by_one)) == sorted(map(repr, register.similar(asked)))


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_an_anniversary_is_within_a_year_and_a_balance_on_its_day(since, today):
    found = next_anniversary(since, today)
    assert today <= found <= today + timedelta(366)
    assert found.month == since.month and abs(found.day - since.day) <= 1
    assert due(BIRTHDAY, since, today, RULES) == found
    assert due(BALANCE, since, today, RULES) == since


# --- The functions --------------------------------------------------------------------------------


def test_likely_duplicates_come_best_first_with_why():
    rows = udfs.TD_SIMILAR(
        "Acme Ltd", "ann@acme.com", "Kenya",
        [["Blue Ocean"], ["Acme Kenya"], ["ACME"], [None]],
        [["x@acme.com"], [None], ["bob@acme.com"], [None]],
        [["Peru"], ["Kenya"], ["Kenya"], [None]],
    )  # fmt: skip
    assert [row[0] for row in rows] == ["ACME", "Acme Kenya", "Blue Ocean"]
    assert rows[0][1] == (
        "邮箱域名相同 acme.com；名称相同；国家相同 / same mail domain acme.com; same name; "
        "same country"
    )


def test_how_alike_names_must_be_can_be_told():
    """Kumar and Kumer have 8 of 10 letters in common: 80 %."""

    def found(*least):
        return udfs.TD_SIMILAR("Kumar", "", "", [["Kumer"]], [[""]], [[""]], *least)[0][0]

    assert [found(0.85), found(0.8), found("80%"), found(0.81)] == [
        "无 none",
        "Kumer",
        "Kumer",
        "无 none",
    ]


def test_nobody_alike_is_said():
    assert udfs.TD_SIMILAR("Acme", None, None, [["Blue"]], [[""]], [[""]]) == [["无 none", ""]]


def test_a_number_of_days_may_be_given_and_columns_give_two_columns():
    got = udfs.TD_DUE(
        [["2012-07-02"], [None], ["soon"]], [[14.0], [None], ["received"]], "2012-07-01"
    )
    assert got[0] == [float((date(2012, 7, 16) - EPOCH).days), 15.0]
    assert (got[1], [cell.error for cell in got[2]]) == (["", ""], ["#VALUE!", "#VALUE!"])


def test_a_row_in_gives_a_row_of_days_and_a_row_of_days_left():
    got = udfs.TD_DUE([["2012-07-02", "2012-07-03"]], "received", "2012-07-01")
    assert got == [[41099.0, 41100.0], [8.0, 9.0]]
