"""Made-up departments that go on correcting closed months: the program's closes against the second
reading's.

`python tests/stories.py FIRST LAST` tries the seeds from FIRST to LAST without it and tells every
difference.
"""

import copy
import csv
import io
import sys
from datetime import datetime, timedelta
from random import Random

import departments
import late
from second_reading import books
from second_reading.rules import defaults
from second_reading.values import is_month

from xlpy.core.issues import DataError
from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv
from xlpy.jobs.import_ import import_rows

AT = datetime(2020, 1, 1)


# --- Late changes beside those of `late` ----------------------------------------------------------


def tables_are_sorted(made, luck, month):
    """Staff and credits in another order: no fen of a closed month moves."""
    for table in ("staff", "credits"):
        luck.shuffle(made.tables[table])
    return ("staff", "credits")


def a_rule_is_dated_back(made, luck, month):
    """A choice, a rate or a share that begins in a closed month."""
    begins, kind = late.day(luck, month), luck.choice(("policy", "policy", "tiers", "shares"))
    known = {(row.get("key", row.get("scheme")), row["from"]) for row in made.tables[kind]}
    if kind == "policy":
        key = luck.choice(sorted(departments.CHOICES))
        rows = [(key, luck.choice(departments.CHOICES[key]), "", begins, "B-3")]
    elif kind == "tiers":
        rows = [(*luck.choice(departments.RULE_CHANGES["tiers"]), begins)]
    else:
        rows = [(*each, begins) for each in luck.choice(departments.RULE_CHANGES["shares"])]
    if (rows[0][0], begins) in known:
        return ()
    for row in rows:
        made.add(kind, *row)
    return (kind,)


def somebody_had_left(made, luck, month):
    """Somebody's last day was in a closed month."""
    rows = [
        row for row in made.tables["staff"] if not row["left"] and row["hired"] <= f"{month}-01"
    ]
    if len(rows) < 2:
        return ()
    luck.choice(rows)["left"] = late.day(luck, month)
    return ("staff",)


def a_spending_comes_to_light(made, luck, month):
    """The welfare fund had paid for something in a closed month."""
    made.add(
        "welfare", late.day(luck, month), "团队训练", luck.choice(("1.23", "50", "400")), "总经理"
    )
    return ("welfare",)


def a_team_had_another_name(made, luck, month):
    """A whole team goes by another name from a closed month on, or joins another."""
    team, to = luck.choice(("一组", "二组", "")), luck.choice(("二组", "六组"))
    rows = [row for row in made.tables["staff"] if row["team"] == team]
    begins = late.day(luck, month)
    changed = {(row["name"], row["from"]) for row in made.tables["staff_changes"]}
    for row in rows:
        if (row["name"], begins) not in changed:
            made.add("staff_changes", row["name"], begins, "", to)
    return ("staff_changes",) if rows else ()


CHANGES = (
    *late.CHANGES,
    *(
        tables_are_sorted,
        a_rule_is_dated_back,
        somebody_had_left,
        a_spending_comes_to_light,
        a_team_had_another_name,
    ),
)


# --- A story --------------------------------------------------------------------------------------


class Story:
    """A department closed by the program and by the second reading, with late changes in
    between.
    """

    def __init__(self, seed, months=7, changes=3, late_quarters=False):
        self.luck, self.changes = Random(seed), changes
        self.made = departments.make(seed, months=months, rich=True)
        self.tables = departments.memory_book(self.made)
        self.reading = books.Story(defaults())
        self.periods = self._order(late_quarters)
        self.told, self.refused = [], []

    def run(self):
        """Close every period, with changes before each month; the differences found, in words."""
        for period in self.periods:
            closed = [each for each in self.reading.closed if is_month(each)]
            before = self._copied(), len(self.told)
            for _ in range(
                self.luck.randint(0, self.changes) if closed and is_month(period) else 0
            ):
                self._change(self.luck.choice(closed))
            if not self._close(period):
                # A change that leaves the department without what the close needs is taken back.
                (self.made.tables, self.tables), told = before
                del self.told[told:]
                if not self._close(period) and not self._save(period):
                    # Earlier changes left it without what it needs, as a second star: the story
                    # ends here.
                    break
            self.reading.close(copied(self.made.tables), period)
        return differences(product_rows(self.tables), self.reading.rows)

    def _order(self, late_quarters):
        """The periods in the order of closing; a late quarter comes behind the month that should
        pay its prizes.
        """
        periods = list(self.made.periods)
        for place, period in enumerate(periods[:-2]):
            if late_quarters and "Q" in period and is_month(periods[place + 1]):
                periods[place], periods[place + 1] = periods[place + 1], period
        return periods

    def _copied(self):
        """The rows as they are, of the department and of the book."""
        return copied(self.made.tables), self.tables.copy()

    def _close(self, period):
        try:
            close(
                self.tables, period, by="会计", at=AT + timedelta(minutes=len(self.reading.closed))
            )
        except DataError as refused:
            self.refused.append(
                (period, sorted({i.key for i in refused.issues if i.severity == "error"}))
            )
            return False
        return True

    def _save(self, period):
        """Spend nothing in a month that refuses what is spent, which the second reading must find
        as well.
        """
        if self.refused[-1] != (period, ["welfare.fund"]):
            return False
        tried = copy.deepcopy(self.reading)
        tried.close(copied(self.made.tables), period)
        assert tried.balance["welfare"] < 0, period
        kept = [row for row in self.made.tables["welfare"] if not row["date"].startswith(period)]
        self.made.tables["welfare"] = kept
        late.put_in(self.tables, self.made, "welfare")
        return self._close(period)

    def _change(self, month):
        change, before = self.luck.choice(CHANGES), self._copied()
        try:
            self._put_in(change(self.made, self.luck, month), before[0])
        except DataError:
            # An import refuses what can never be, such as a last day before the first.
            self.made.tables, self.tables = before
        else:
            self.told.append(f"{month} {change.__name__}")

    def _put_in(self, tables, before):
        """Bring what changed into the book; rule tables only grow."""
        had = {table: len(before[table]) for table in ("policy", "tiers", "shares")}
        for table in tables:
            if table in had:
                new = self.made.tables[table][had[table] :]
                import_rows(
                    self.tables,
                    table,
                    departments.csv_text(new, departments.COLUMNS[table]).encode(),
                )
            else:
                late.put_in(self.tables, self.made, table)


def copied(tables):
    """The same rows of text once more."""
    return {table: [dict(row) for row in rows] for table, rows in tables.items()}


def product_rows(tables):
    """The program's result tables as rows of text; an empty cell is None."""
    return {
        table: departments.comparable(csv.DictReader(io.StringIO(export_csv(tables, table))))
        for table in books.RESULTS
    }


def differences(got, expected):
    """Where two sets of result tables differ: the first rows of each table that only one of them
    has.
    """
    found = []
    for table in books.RESULTS:
        ours, theirs = (
            expected[table],
            [{k: v for k, v in row.items() if k != "rule"} for row in got[table]],
        )
        if ours != theirs:
            only = [f"program {list(row.values())}" for row in theirs if row not in ours][:4]
            only += [f"second reading {list(row.values())}" for row in ours if row not in theirs][
                :4
            ]
            found.append("\n  ".join((table, *(only or ["the order of rows"]))))
    return found


def main():
    """Try seeds: tells every difference, and how many closes were refused."""
    first, last = int(sys.argv[1]), int(sys.argv[2])
    bad, refused, told = [], 0, 0
    for seed in range(first, last):
        story = Story(seed, late_quarters=seed % 3 == 0)
        if found := story.run():
            bad.append(seed)
            sys.stdout.write(f"## {seed}: {'; '.join(story.told)}\n  " + "\n  ".join(found) + "\n")
        refused, told = refused + len(story.refused), told + len(story.told)
    sys.stdout.write(
        f"{last - first} departments, {told} late changes, {refused} refused and taken back; "
        f"different: {bad}\n"
    )


if __name__ == "__main__":
    main()
