"""What `explain` tells of made-up departments: every amount is the payroll's, and the steps lead
to it on paper.
"""

import copy
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import departments
import goodbook
import oracle
import pytest

from xlpy.core.issues import DataError, UsageError
from xlpy.core.periods import parse_period
from xlpy.jobs.close import close
from xlpy.jobs.explain import explain
from xlpy.jobs.export import export_rows
from xlpy.messages.results import explain_doc, explain_text

AT = datetime(2020, 1, 1)
SEEDS = range(8)
NAMES = {"receipts", "team_commission"}
"""Lines that are no item of the payroll: what the commission and the team share come from."""


def number(text):
    """A figure of a step: `1,234.50` -> Fraction."""
    return Fraction(text.replace(",", ""))


def last(step):
    """The figure that a step ends with."""
    return number(re.search(r"(-?[\d,]+(?:\.\d+)?)$", step)[1])


def half_up(yuan):
    return Decimal(oracle.half_up(yuan * 100)).scaleb(-2)


def added_up(step):
    """The total that `1.00 + 2.00 − 3.00` comes to."""
    terms = re.split(r" ([+−]) ", step)
    signs = [1, *(1 if sign == "+" else -1 for sign in terms[1::2])]
    return sum(sign * number(term) for sign, term in zip(signs, terms[::2], strict=True))


@pytest.fixture(scope="module", params=SEEDS)
def story(request):
    """A department with all but its last month closed, and what the last month's close would
    write.
    """
    made = departments.make(request.param, months=4)
    tables = departments.memory_book(made)
    periods = made.periods[: made.periods.index(made.months[-1])]
    for place, period in enumerate(periods):
        close(tables, period, by="会计", at=AT + timedelta(minutes=place))
    closed = copy.deepcopy(tables)
    close(closed, made.months[-1], by="会计", at=AT)
    told = [
        (row, explain(tables, parse_period(row["month"]), row["name"]))
        for row in export_rows(closed, "payroll")
    ]
    assert all(each.closed == (row["month"] != made.months[-1]) for row, each in told)
    return made, tables, closed, told


def explained(story):
    """(payroll row, the lines of its explanation by item) of everyone in every month."""
    return [(row, {line.item: line for line in told.lines}) for row, told in story[3]]


def test_every_amount_is_that_of_the_payroll_and_none_is_left_out(story):
    for row, lines in explained(story):
        money = {
            key: value
            for key, value in row.items()
            if key not in ("month", "name", "fines_untaken")
        }
        for item, line in lines.items():
            if item not in NAMES:
                assert oracle.fen(row[item]) == line.amount, (row, item)
        assert {item for item, value in money.items() if value != "0.00"} <= set(lines)


def test_the_steps_of_the_total_add_up_to_it(story):
    for row, lines in explained(story):
        (step,) = lines["total"].steps
        assert Fraction(row["total"]) == added_up(step), row


def test_the_receipts_are_all_there_and_add_up(story):
    made, _, closed, _ = story
    own = {(row["month"], row["name"]): row for row in export_rows(closed, "commissions")}
    for row, lines in explained(story):
        key = row["month"], row["name"]
        assert ("receipts" in lines) == (key in own)
        if key in own:
            steps = lines["receipts"].steps
            assert Fraction(own[key]["receipts"]) == sum(map(last, steps))
            credited = [
                receipt["receipt_no"]
                for receipt in oracle.receipts_in(made.tables, row["month"])
                if row["name"] in dict(oracle.credit_rows(made.tables, receipt["order_no"]))
            ]
            assert credited == [step.split()[1] for step in steps]


def test_the_commission_comes_from_its_receipts_target_and_tiers(story):
    closed = story[2]
    own = {(row["month"], row["name"]): row for row in export_rows(closed, "commissions")}
    for row, lines in explained(story):
        if (found := own.get((row["month"], row["name"]))) is None:
            continue
        steps = lines["commission"].steps
        assert number(found["receipts"]) == last(steps[0])
        if found["target"]:
            assert any(f"target {Decimal(found['target']):,}" in step for step in steps)
        if found["carried_in"] != "0.00":
            assert f"{Decimal(found['carried_in']):,}" in steps[1]
        tiers = [last(step) for step in steps if step.startswith("> ")]
        if tiers:
            assert Decimal(row["commission"]) == half_up(sum(tiers))


def test_shares_prizes_rewards_deductions_and_adjustments_add_up(story):
    for row, lines in explained(story):
        for item in ("team_share", "prizes", "rewards", "deductions", "adjustments"):
            steps = lines[item].steps if item in lines else []
            assert Fraction(row[item]) == sum(map(last, steps)), (row, item)


def test_the_post_wage_is_what_its_step_says(story):
    form = r"([\d,.]+) × (?:(\d+)|\((\d+) \+ (\d+) × ([\d.]+) % .*\)) ÷ (\d+) 天 days = ([\d,.]+)"
    for row, lines in explained(story):
        if "post_wage" not in lines:
            continue
        wage, full, part, probation, percent, days, amount = re.fullmatch(
            form, lines["post_wage"].steps[0]
        ).groups()
        weight = (
            Fraction(full) if full else Fraction(part) + int(probation) * Fraction(percent) / 100
        )
        assert (
            Decimal(row["post_wage"])
            == half_up(number(wage) * weight / int(days))
            == Decimal(amount.replace(",", ""))
        )


def test_fines_add_up_to_what_was_taken_and_what_was_not(story):
    for row, lines in explained(story):
        if "fines_taken" in lines:
            steps = [step for step in lines["fines_taken"].steps if "untaken" not in step]
            assert Fraction(row["fines_taken"]) + Fraction(row["fines_untaken"]) == sum(
                map(last, steps)
            )


def test_performance_items_name_what_they_come_from(story):
    made = story[0]
    attendance = {(row["month"], row["name"]): row for row in made.tables["attendance"]}
    grades = {(row["month"], row["name"]): row for row in made.tables["grades"]}
    for row, lines in explained(story):
        key = row["month"], row["name"]
        if key in attendance and "attendance_pay" in lines:
            late, leave = (attendance[key][column] or "0" for column in ("late", "personal_leave"))
            assert (
                f"late or early {late}, 事假 personal leave {leave} "
                in lines["attendance_pay"].steps[0]
            )
            assert grades[key]["teamwork"] in lines["teamwork_pay"].steps[0]
            assert grades[key]["execution"] in lines["execution_pay"].steps[0]


def test_every_line_has_a_rule_and_reads_as_text_and_as_json(story):
    for _, told in story[3]:
        assert all(re.fullmatch(r"[B]-\d.*", line.rule) for line in told.lines)
        text, document = explain_text(told), explain_doc(told)
        assert all(line.name.zh in text and line.name.en in text for line in told.lines)
        assert [line["amount"] for line in document["lines"]] == [
            oracle.money(line.amount) for line in told.lines
        ]


def test_a_prize_of_a_quarter_is_explained(story):
    tables = story[1]
    for row in export_rows(tables, "prizes"):
        if row["kind"] == "retained":
            continue
        (line,) = explain(tables, parse_period(row["period"]), row["name"]).lines
        mine = [
            r
            for r in export_rows(tables, "prizes")
            if (r["period"], r["name"]) == (row["period"], row["name"])
        ]
        assert line.amount == sum(
            oracle.fen(each["amount"]) for each in mine if each["kind"] != "retained"
        )
        assert [last(step) for step in line.steps] == [
            number(each["amount"]) for each in mine if each["kind"] != "retained"
        ]


# --- What cannot be explained, and what changed since ---------------------------------------------


@pytest.fixture
def closed():
    tables = goodbook.memory_book(["2012-07", "2012-08"])
    close(tables, "2012-07", by="刘洋", at=AT)
    return tables


def test_a_name_that_is_not_there_is_told_with_those_that_are(closed):
    with pytest.raises(UsageError, match="王芳"):
        explain(closed, parse_period("2012-07"), "张三")


def test_an_open_month_that_could_not_be_closed_is_not_explained(closed):
    goodbook.drop(closed, "grades", 4)
    with pytest.raises(DataError) as refused:
        explain(closed, parse_period("2012-08"), "王芳")
    assert [issue.table for issue in refused.value.issues if issue.severity == "error"] == [
        "grades"
    ]


def test_who_has_no_prize_of_a_quarter_is_told_so(closed):
    goodbook.fill_month(closed, "2012-09")
    for period in ("2012-08", "2012-09", "2012-Q3"):
        close(closed, period, by="刘洋", at=AT)
    with pytest.raises(DataError) as refused:
        explain(closed, parse_period("2012-Q3"), "赵磊")
    assert "no pay or prize" in refused.value.issues[0].en


@pytest.mark.parametrize("closes", [False, True])
def test_who_left_is_told_which_prize_stays_in_the_pool(closed, closes):
    """王芳 is the quarter's champion: 20 %; she leaves the day before its end. Her part is told,
    with 0.00.
    """
    goodbook.add(
        closed, "policy", key="prize.leavers", value="retained", **{"from": date(2012, 9, 1)}
    )
    goodbook.put(closed, "staff", 3, "left", date(2012, 9, 29))
    goodbook.fill_month(closed, "2012-09")
    for period in ("2012-08", "2012-09", *(["2012-Q3"] if closes else [])):
        close(closed, period, by="刘洋", at=AT)
    (line,) = explain(closed, parse_period("2012-Q3"), "王芳").lines
    assert (line.item, line.amount) == ("prizes", 0)
    (step,) = line.steps
    assert "first 20 %" in step and "2012-09-29" in step and "quarter pool" in step


def test_a_closed_month_is_told_as_it_was_written_and_says_what_it_would_be_now(closed):
    """July's 50,000 of Chen Ming become 40,000: with his 8,000 of the shared order 580.00 become
    480.00.
    """
    goodbook.put(closed, "receipts", 3, "amount", 40000)
    lines = {line.item: line for line in explain(closed, parse_period("2012-07"), "陈明").lines}
    assert (lines["receipts"].amount, lines["commission"].amount) == (5800000, 58000)
    assert (
        "48,000.00" in lines["receipts"].steps[-1]
        and "changed since" in lines["receipts"].steps[-1]
    )
    assert (
        "480.00" in lines["commission"].steps[-1]
        and "changed since" in lines["commission"].steps[-1]
    )
    assert not any("changed since" in step for step in lines["post_wage"].steps)


def test_a_prize_that_somebody_typed_for_a_month_is_none_and_the_month_is_explained_without_it():
    tables = goodbook.memory_book()
    for month in goodbook.MONTHS[:2]:
        close(tables, month, by="刘洋", at=datetime(2012, 11, 1))
    before = explain(tables, parse_period(goodbook.MONTHS[1]), "陈明")
    typed = {"kind": "second", "name": "陈明", "share": Decimal(15), "amount": Decimal(10)}
    goodbook.add(tables, "prizes", period=goodbook.MONTHS[0], **typed)
    assert explain(tables, parse_period(goodbook.MONTHS[1]), "陈明").lines == before.lines


def test_a_closed_month_is_explained_though_its_data_are_bad_now(closed):
    goodbook.drop(closed, "targets", 3)
    lines = {line.item: line for line in explain(closed, parse_period("2012-07"), "陈明").lines}
    assert lines["commission"].amount == 58000
    assert "cannot be computed" in lines["total"].steps[-1]
