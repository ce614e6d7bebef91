"""Section 2: receipts, targets and commission of persons and teams; what is carried, and to whom
it passes.
"""

from collections import Counter
from fractions import Fraction

from second_reading.values import half_up, money, preceding, shown


def by_tiers(base, target, tiers):
    """B-3.B: each part of the base earns its own tier's rate; rounded once."""
    earned = Fraction(0)
    for place, (over, rate) in enumerate(tiers):
        ends = tiers[place + 1][0] * target if place + 1 < len(tiers) else base
        earned += max(Fraction(0), min(Fraction(base), ends) - over * target) * rate
    return half_up(earned)


def earned_and_carried(base, target, tiers, claws_back):
    """B-3.B.1: the commission of a base, and what of it is carried on: all of it where there is no
    target.
    """
    if base >= 0:
        return (by_tiers(base, target, tiers) if base else 0), 0
    if claws_back and target:
        return half_up(base * tiers[0][1]), 0
    return 0, base


def persons(papers, month, carried):
    """B-3.B.1: a row of everyone who sells, has receipts, a target or something carried, in staff
    order.
    """
    receipts, with_receipts = Counter(), set()
    for parts in papers.credited(month):
        for name, part in parts:
            receipts[name] += part
            with_receipts.add(name)
    tiers = papers.tiers("personal", month)
    claws_back = papers.policy("receipts.negative", month) == "claw_back"
    rows = []
    for name in papers.staff(month):
        employed = bool(papers.days_employed(name, month))
        sells = employed and papers.role(name, month) == "salesperson"
        # A target of somebody who is neither employed nor has receipts does not count.
        target = papers.targets(month).get(name) if employed or name in with_receipts else None
        if not (sells or name in with_receipts or carried.get(name) or target):
            continue
        row = {
            "name": name,
            "receipts": receipts[name],
            "carried_in": carried.get(name, 0),
            "target": target,
        }
        row["base"] = row["receipts"] + row["carried_in"]
        row["commission"], row["carried_out"] = earned_and_carried(
            row["base"], target, tiers, claws_back
        )
        row["attainment"] = Fraction(row["receipts"], target) if target else None
        rows.append(row)
    return rows


def members(papers, team, month):
    """Section 1: the people of a team who are employed on a day of the month or have receipts in
    it.
    """
    with_receipts = {name for parts in papers.credited(month) for name, _ in parts}
    return [
        name
        for name in papers.staff(month)
        if papers.team(name, month) == team
        and (papers.days_employed(name, month) or name in with_receipts)
    ]


def passed_on(papers, month, first_month, carried):
    """B-3.B.2: what teams carry into a month, when that of a team that nobody is left in has
    passed on.

    A team that has members in the month by their receipts alone still earns, and bears its carry
    itself.
    """
    found = Counter()
    for team, amount in carried.items():
        heir = team if members(papers, team, month) else _heir(papers, team, month, first_month)
        found[heir] += amount
    return {team: amount for team, amount in found.items() if amount}


def _heir(papers, team, month, first_month):
    """The team that most of the last members are in now; ties in staff order; the team itself if
    they all left.
    """
    before = month
    while before > first_month:
        before = preceding(before)
        if last := members(papers, team, before):
            here = [
                name
                for name in papers.staff(month)
                if name in last and papers.days_employed(name, month)
            ]
            now = [papers.team(name, month) for name in here]
            return max(now, key=now.count) if now else team
    return team


def teams(papers, month, personal, carried):
    """B-3.B.2: a row of every team with people who have commission rows, or that carries
    something.
    """
    receipts, people = Counter(), set()
    for row in personal:
        team = papers.team(row["name"], month)
        receipts[team] += row["receipts"]
        people.add(team)
    tiers, rows = papers.tiers("team", month), []
    named = [papers.team(name, month) for name in papers.staff(month)]
    for team in dict.fromkeys([*named, *carried]):
        if team not in people and not carried.get(team) and team not in papers.targets(month):
            continue
        row = {"team": team, "receipts": receipts[team], "carried_in": carried.get(team, 0)}
        row["target"] = team_target(papers, month, team)
        row["base"] = row["receipts"] + row["carried_in"]
        row["commission"], row["carried_out"] = earned_and_carried(
            row["base"], row["target"], tiers, False
        )
        row["attainment"] = Fraction(row["receipts"], row["target"]) if row["target"] else None
        rows.append(row)
    return rows


def team_target(papers, month, team):
    """Section 1: the team's own row, else the sum of its members': employed on a day of it, or
    with receipts in it.
    """
    targets = papers.targets(month)
    if team in targets:
        return targets[team]
    return sum(targets.get(name, 0) for name in members(papers, team, month)) or None


COLUMNS = ("receipts", "carried_in", "base", "target", "attainment", "commission", "carried_out")


def as_text(month, rows, who):
    """The rows as the workbook holds them."""
    found = []
    for row in rows:
        text = {"month": month, who: row[who]}
        for column in COLUMNS:
            value = row[column]
            text[column] = (
                shown(value) if column == "attainment" else None if value is None else money(value)
            )
        found.append(text)
    return found
