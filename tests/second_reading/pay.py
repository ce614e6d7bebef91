"""Section 5: everyone's pay of a month."""

from fractions import Fraction

from second_reading.values import days, fen, half_up

PERFORMANCE = ("sales_pay", "attendance_pay", "teamwork_pay", "execution_pay")
PLUS = ("post_wage", *PERFORMANCE, "commission", "team_share", "prizes", "rewards", "adjustments")
MINUS = ("fines_taken", "deductions")
COLUMNS = (
    *(
        "post_wage",
        *PERFORMANCE,
        "fines_taken",
        "fines_untaken",
        "commission",
        "team_share",
        "prizes",
        "rewards",
    ),
    *("adjustments", "deductions", "total"),
)
PEOPLE = ("manager", "first", "second", "third", "star")


def payroll(papers, month, personal, splits, booked, due_before):
    """B-3.A: name → pay of everyone who is employed or gets something, in staff order; and the
    fines carried on.
    """
    found, carried = {}, {}
    for name in papers.staff(month):
        row = dict.fromkeys(COLUMNS, 0)
        mine = [each for each in personal if each["name"] == name]
        row["post_wage"] = post_wage(papers, name, month)
        if papers.role(name, month) == "salesperson" and worked(papers, name, month):
            row |= performance(papers, name, month, mine[0]["attainment"] if mine else None)
        fines(papers, name, month, row, due_before.get(name, 0), carried)
        row["commission"] = sum(each["commission"] for each in mine)
        row["team_share"] = sum(
            e["amount"] for e in splits if e["name"] == name and e["kind"] in PEOPLE
        )
        row["prizes"] = prizes_of(name, booked)
        row["rewards"] = sum(
            fen(each["amount"])
            for each in papers.rows("rewards", name=name)
            if each["date"].startswith(month)
        )
        row["deductions"] = sum(
            fen(each["amount"]) for each in papers.rows("deductions", name=name, month=month)
        )
        add_up(row)
        if papers.days_employed(name, month) or any(row.values()):
            found[name] = row
    return found, carried


def prizes_of(name, booked):
    """B-3.C: somebody's prizes among those booked in a month."""
    return sum(
        row["amount"] for _, row in booked if row["name"] == name and row["kind"] != "retained"
    )


def add_up(row):
    """The total of a pay row, from its items (INTERFACE)."""
    row["total"] = sum(row[item] for item in PLUS) - sum(row[item] for item in MINUS)


def worked(papers, name, month):
    """The working days of a month on which somebody is employed."""
    return [day for day in papers.days_employed(name, month) if day in papers.working_days(month)]


def post_wage(papers, name, month):
    """B-3.A: the own wage, else the role's; probation at its part; part months by working (or
    calendar) days.
    """
    person = papers.person(name, month)
    wage = fen(person["post_wage"])
    if not person["post_wage"] and person["role"] in ("salesperson", "manager"):
        wage = papers.amount(f"wage.{person['role']}", month)
    calendar = papers.policy("wage.part_month", month) == "calendar_days"
    counted = set(days(month)) if calendar else papers.working_days(month)
    employed = [day for day in papers.days_employed(name, month) if day in counted]
    until = person["probation_until"]
    on_probation = sum(day.isoformat() <= until for day in employed) if until else 0
    weight = Fraction(len(employed) - on_probation)
    if on_probation:
        weight += on_probation * papers.percent("wage.probation", month)
    return half_up(wage * weight / len(counted)) if counted else 0


def performance(papers, name, month, attainment):
    """B-3.A: the four performance items of a salesperson who worked in the month."""
    part = Fraction(1)
    if papers.policy("pay.part_items", month) == "working_days":
        part = Fraction(len(worked(papers, name, month)), len(papers.working_days(month)))
    reached = max(Fraction(0), attainment or Fraction(0))
    if papers.policy("sales_pay.cap", month) != "none":
        reached = min(reached, papers.percent("sales_pay.cap", month))
    found = {"sales_pay": half_up(papers.amount("sales_pay.full", month) * reached)}
    late = leave = Fraction(0)
    for row in papers.rows("attendance", month=month, name=name):
        late, leave = Fraction(row["late"] or 0), Fraction(row["personal_leave"] or 0)
    earns = Fraction(0)
    half_late = Fraction(papers.policy("attendance.half_late", month))
    half_leave = Fraction(papers.policy("attendance.half_leave", month))
    if not late and not leave:
        earns = Fraction(1)
    elif late <= half_late and leave <= half_leave:
        earns = papers.percent("attendance.half", month)
    found["attendance_pay"] = half_up(papers.amount("attendance.full", month) * earns * part)
    grades = papers.rows("grades", month=month, name=name)
    for item in ("teamwork", "execution"):
        grade = grades[0][item] if grades else "none"
        earns = {
            "full": Fraction(1),
            "half": papers.percent("grade.half", month),
            "none": Fraction(0),
        }[grade]
        found[f"{item}_pay"] = half_up(papers.amount(f"{item}.full", month) * earns * part)
    return found


def fines(papers, name, month, row, before, carried):
    """B-4: taken from the performance items alone; the rest is shown, and by choice due in the
    next month.

    What was carried in stays due even where the choice is `shown` now; the older is taken first.
    """
    own = 0
    for each in papers.rows("fines", name=name):
        if each["date"].startswith(month):
            own += (
                fen(each["amount"])
                if each["amount"]
                else papers.amount(f"fine.{each['code']}", month)
            )
    pot = sum(row[item] for item in PERFORMANCE)
    row["fines_taken"] = min(pot, before + own)
    row["fines_untaken"] = before + own - row["fines_taken"]
    stays = row["fines_untaken"]
    if papers.policy("fine.untaken", month) == "shown":
        stays = max(0, before - row["fines_taken"])
    if stays:
        carried[name] = stays
