"""The functions that take the workbook's policy: a row that a manager edits or adds counts, from
its day on.
"""

from datetime import date

import pytest
from test_udfs import column, policy_with

import udfs
from xlpy.functions import call, reasons

FULL = (0.0, 0.0, "full", "full", None)


def test_performance_goes_by_the_amounts_of_the_policy_on_its_day():
    """300 and 400 of sales performance, attained in full; 100 + 200 + 100 beside it (B-3.A)."""
    policy = policy_with("sales_pay.full 400 2012-08-01")
    days = column(["2012-07", "2012-08", "2012-07-31"])
    got = udfs.TD_PERFORMANCE(column([100.0] * 3), 100.0, *FULL, days, policy)
    assert column([700.0, 800.0, 700.0]) == got
    assert udfs.TD_PERFORMANCE(100.0, 100.0, *FULL, None, policy) == 800.0


def test_the_floor_of_a_margin_is_the_policys_on_its_day():
    policy = policy_with("margin.floor 8 2012-08-01")
    got = udfs.TD_APPROVAL(
        column([0.07, 0.07, 0.08]), None, column(["2012-07-31", "2012-08-01", "2012-08"]), policy
    )
    assert column(["业务员 salesperson", "经理 manager", "业务员 salesperson"]) == got
    assert udfs.TD_APPROVAL(0.07, None, None, policy) == "经理 manager"
    assert udfs.TD_APPROVAL(0.07, 0.06, None, policy) == "业务员 salesperson"


def test_follow_up_goes_by_the_days_of_the_policy_on_todays_day():
    """Received on 2 July: a week later, or ten days by the row in force from 5 July (D-4.2.3)."""
    policy = policy_with("follow_up.received 10 2012-07-05", "follow_up.enquiry 1 2012-07-05")
    monday = float((date(2012, 7, 2) - date(1899, 12, 30)).days)
    for today, what, days in (
        ("2012-07-04", "received", 7),
        ("2012-07-05", "received", 10),
        ("2012-07-05", "enquiry", 1),
        ("2012-07-05", "balance", 0),
    ):
        rows = udfs.TD_DUE("2012-07-02", what, today, policy)
        assert rows[0] == [monday + days, float(2 + days - int(today[-2:]))]


def test_likely_duplicates_go_by_the_likeness_of_the_policy_in_force_today():
    """Kumar and Kumer have 8 of 10 letters in common: 80 %, and the word is one but for a slip
    (E-1.10).
    """

    def found(*added):
        given = (column(["Kumer"]), column([""]), column([""]), None, policy_with(*added))
        return udfs.TD_SIMILAR("Kumar", "", "", *given)[0][0]

    assert found() == "Kumer"
    assert found("similar.name 81 2012-07-01") == "无 none"
    assert found("similar.name 81 2012-07-01", "similar.name 80 2012-08-01") == "Kumer"
    assert found("similar.name 81 2100-01-01") == "Kumer"


def test_likely_duplicates_go_by_the_weight_of_words_that_the_policy_asks_for():
    """Acme Tools and Acme Foods have 8 of 10 letters in common, and one word of two: 50 %
    (E-1.10).
    """

    def found(*added):
        given = (column(["Acme Foods"]), column([""]), column([""]), None, policy_with(*added))
        return udfs.TD_SIMILAR("Acme Tools", "", "", *given)[0][0]

    assert found() == "无 none"
    assert found("similar.words 50 2012-07-01") == "Acme Foods"
    assert found("similar.words 51 2012-07-01") == "无 none"


@pytest.mark.parametrize(
    ("rule", "asked", "known"),
    [
        # A third of the whole name's weight is less than 45 %.
        ("similar.part 30", "Quorum", "Quorum Zenith Kvazar"),
        ("similar.part 51", "Quorum", "Quorum Zenith"),
        ("similar.slip 6", "Kumar", "Kumer"),
        # Two slips in eleven letters: 18 of 22 letters agree.
        ("similar.two_slips 12", "Brandenburg", "Brendenberg"),
        ("similar.initials 4", "ABQ", "Alva Brenta Quorum"),
        ("similar.consonants 9", "Mustafa", "مصطفى"),
        ("similar.pinyin 20", "深圳市华强照明有限公司", "Huaqiang"),
    ],
)
def test_the_limits_of_likely_duplicates_are_the_policys(rule, asked, known):
    """With the row one is found that is not without it, or the other way about (E-1.10)."""
    # Initials are compared within a country; consonants are enough without one.
    country = "Chile" if asked.isupper() else "Peru"

    def found(*added):
        given = (column([known]), column([""]), column([country]), None, policy_with(*added))
        return udfs.TD_SIMILAR(asked, "", "Chile", *given)[0][0] == known

    assert found() != found(f"{rule} 2012-07-01")
    assert found() == found(f"{rule} 2100-01-01")


def test_rare_words_weigh_more_from_as_many_names_on_as_the_policy_says():
    """Quorum is in all eight names: of Quorum Zenith's weight it has 1 of 5, where each word
    weighs the same 1 of 2.
    """
    known = [
        f"Quorum {word}"
        for word in ("Zenith", "Kvazar", "Brenta", "Alva", "Ostrava", "Perm", "Lima", "Oslo")
    ]

    def found(*added):
        blank = column([""] * len(known))
        return len(
            udfs.TD_SIMILAR(
                "Quorum", "", "", column(known), blank, blank, None, policy_with(*added)
            )
        )

    assert (found(), found("similar.rare 9 2012-07-01")) == (8, 8)
    assert found("similar.rare 8 2012-07-01") < 8


def test_phones_are_one_by_as_many_last_digits_as_the_policy_says():
    def found(*added):
        given = (column(["Desert Rose"]), column([""]), column([""]), None, policy_with(*added))
        return udfs.TD_SIMILAR(
            "Oasis", "", "", *given, "+971 4 550 123 456", column(["(04) 550123456"])
        )[0]

    assert found() == [
        "Desert Rose",
        "电话末 8 位相同 50123456 / the last 8 digits of the phone agree 50123456",
    ]
    assert found("similar.phone 10 2012-07-01")[1].endswith(
        "the last 10 digits of the phone agree 4550123456"
    )
    assert found("similar.phone 11 2012-07-01")[0] == "无 none"


def test_a_policy_of_an_earlier_program_is_taken_with_the_packages_weight_of_words():
    older = [row for row in policy_with() if row[0] != "similar.words"]
    assert len(older) < len(policy_with())
    given = (column(["Kumer", "Acme Foods"]), column(["", ""]), column(["", ""]), None, older)
    assert udfs.TD_SIMILAR("Kumar", "", "", *given)[0][0] == "Kumer"
    assert udfs.TD_SIMILAR("Acme Tools", "", "", *given)[0][0] == "无 none"


def test_likely_duplicates_know_the_mail_domains_that_the_policy_names_as_anybodys():
    def found(*added):
        given = (
            column(["Red River"]),
            column(["b@postfach.example"]),
            column([""]),
            None,
            policy_with(*added),
        )
        return udfs.TD_SIMILAR("Blue Ocean", "a@postfach.example", "", *given)[0][0]

    assert found() == "Red River"
    assert found("similar.public_mail postfach.example 2012-07-01") == "无 none"


def test_a_split_by_receipts_is_refused_where_the_policy_ranks_by_attainment():
    given = (100.0, column(["王芳"]), column([5.0]), None, None, None, "2012-07")
    [[cell]] = call("TD_SPLIT", *given, policy_with("rank.by attainment 2012-07-01"))
    assert (cell.error, "attainment" in cell.en) == ("#VALUE!", True)


def test_a_policy_that_lacks_a_rule_leaves_the_rows_that_need_none():
    policy = [row for row in policy_with() if row[0] != "follow_up.received"]
    rows = call(
        "TD_DUE", column(["2012-07-02"] * 2), column(["received", "balance"]), "2012-07-02", policy
    )
    assert [getattr(cell, "error", cell) for cell in rows[0]] == ["#N/A", "#N/A"]
    assert "follow_up.received" in reasons(rows)[0]
    assert rows[1] == [41092.0, 0.0]
