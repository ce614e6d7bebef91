"""Late changes to a made-up department: what people correct in closed months, and how it gets into
the book.
"""

from datetime import date
from decimal import Decimal

import departments
import oracle

from xlpy.jobs.import_ import import_rows


def put_in(tables, made, *keys):
    """Put the department's rows of some tables in the place of those in the book."""
    for key in keys:
        import_rows(tables, key, made.csv(key).encode(), replace=True)


def with_targets(made, month):
    """The people (not teams) who have a target of the month."""
    people = {row["name"] for row in made.tables["staff"]}
    return people & {row["name"] for row in made.tables["targets"] if row["month"] == month}


def single_orders(made, month):
    """Orders that are not shared and whose salesperson has a target of the month."""
    shared, people = {row["order_no"] for row in made.tables["credits"]}, with_targets(made, month)
    return [
        o
        for o in made.tables["orders"]
        if o["order_no"] not in shared and o["salesperson"] in people
    ]


def receipts_of(made, month):
    return [row for row in made.tables["receipts"] if row["date"][:7] == month]


def day(luck, month):
    return luck.choice(oracle.days_of(month)).isoformat()


def pay_in(made, luck, month, order, amount):
    number = f"L-{len(made.tables['receipts']):05d}-{luck.randint(0, 10**6)}"
    rate = departments.CURRENCIES[order["currency"]]
    amount = departments.payable(amount, order["currency"])
    made.add(
        "receipts", number, day(luck, month), order["order_no"], amount, order["currency"], rate
    )


# Each change gets the department, a source of chance and a closed month; it returns the tables
# that it changed.


def a_receipt_comes_to_light(made, luck, month):
    if not (orders := single_orders(made, month)):
        return ()
    pay_in(
        made,
        luck,
        month,
        luck.choice(orders),
        Decimal(luck.choice((1, 50000, 9999999, 30000000))) / 100,
    )
    return ("receipts",)


def a_receipt_is_deleted(made, luck, month):
    if not (rows := receipts_of(made, month)):
        return ()
    made.tables["receipts"].remove(luck.choice(rows))
    return ("receipts",)


def a_receipt_is_cancelled(made, luck, month):
    if not (rows := receipts_of(made, month)):
        return ()
    luck.choice(rows)["amount"] = "0"
    return ("receipts",)


def a_receipt_is_refunded_in_its_closed_month(made, luck, month):
    if not (rows := [row for row in receipts_of(made, month) if not row["amount"].startswith("-")]):
        return ()
    row = luck.choice(rows)
    refund = made.add(
        "receipts", f"L-{len(made.tables['receipts']):05d}-{luck.randint(0, 10**6)}", f"{month}-28"
    )
    refund.update(
        {key: row[key] for key in ("order_no", "currency", "rate")}, amount=f"-{row['amount']}"
    )
    return ("receipts",)


def a_target_is_corrected(made, luck, month):
    if not (rows := [row for row in made.tables["targets"] if row["month"] == month]):
        return ()
    luck.choice(rows)["amount"] = luck.choice(("1", "50000", "123456.78", "900000"))
    return ("targets",)


def a_grade_is_changed(made, luck, month):
    if not (rows := [row for row in made.tables["grades"] if row["month"] == month]):
        return ()
    luck.choice(rows).update(teamwork=luck.choice(("full", "half", "none")), execution="none")
    return ("grades",)


def attendance_is_corrected(made, luck, month):
    if not (rows := [row for row in made.tables["attendance"] if row["month"] == month]):
        return ()
    luck.choice(rows).update(
        late=luck.choice(("0", "2", "4")), personal_leave=luck.choice(("0", "1", "2"))
    )
    return ("attendance",)


def a_star_is_changed(made, luck, month):
    rows = [row for row in made.tables["stars"] if row["month"] == month]
    if not rows:
        return ()
    rows[0]["name"] = luck.choice(made.tables["staff"])["name"]
    return ("stars",)


def a_fine_a_reward_and_a_deduction_are_found(made, luck, month):
    name = luck.choice(made.tables["staff"])["name"]
    made.add("fines", day(luck, month), name, "E-1.6", luck.choice(("", "12.34")))
    made.add("rewards", day(luck, month), name, "333.33", "总经理")
    made.add("deductions", month, name, "借支", luck.choice(("100", "-7.77")))
    return ("fines", "rewards", "deductions")


def somebody_was_hired_and_never_entered(made, luck, month):
    name = f"New {len(made.tables['staff'])}"
    made.add("staff", name, "salesperson", "", day(luck, month), "", "", luck.choice(("", "1700")))
    for each in made.months[made.months.index(month) :]:
        made.add("targets", each, name, "40000")
        made.add("attendance", each, name, "0", "0", "0")
        made.add("grades", each, name, "full", "half")
    order = made.add(
        "orders", f"L-{name}", made.tables["customers"][0]["customer"], name, "", "CNY", "90000"
    )
    last = date.fromisoformat(oracle.last_day(month).isoformat())
    made.add("receipts", f"L-{name}", last.isoformat(), order["order_no"], "45000.01", "CNY")
    return ("staff", "targets", "attendance", "grades", "orders", "receipts")


def a_holiday_was_forgotten(made, luck, month):
    taken = {row["date"] for row in made.tables["holidays"]}
    days = [
        each
        for each in oracle.days_of(month)
        if each.isoformat() not in taken and each.weekday() < 5
    ]
    made.add("holidays", luck.choice(days).isoformat(), "holiday")
    return ("holidays",)


def an_order_was_somebody_else_s(made, luck, month):
    orders = [
        o
        for o in single_orders(made, month)
        if any(r["order_no"] == o["order_no"] for r in receipts_of(made, month))
    ]
    if not orders:
        return ()
    order = luck.choice(orders)
    months = {
        row["date"][:7] for row in made.tables["receipts"] if row["order_no"] == order["order_no"]
    }
    people = sorted(set.intersection(*(with_targets(made, each) for each in months)))
    order["salesperson"] = luck.choice(people)
    return ("orders",)


def shares_are_corrected(made, luck, month):
    paid = {row["order_no"] for row in receipts_of(made, month)}
    rows = [row for row in made.tables["credits"] if row["order_no"] in paid]
    mine = [row for row in rows if row["order_no"] == rows[0]["order_no"]] if rows else []
    if len(mine) < 2:
        return ()
    mine[0]["share"], mine[1]["share"] = mine[1]["share"], mine[0]["share"]
    return ("credits",)


def a_wage_is_corrected(made, luck, month):
    luck.choice(made.tables["staff"])["post_wage"] = luck.choice(("1888.88", "3000"))
    return ("staff",)


def a_promotion_a_move_or_a_raise_was_forgotten(made, luck, month):
    sellers = [
        name for name in made.employed(month, "salesperson") if name in with_targets(made, month)
    ]
    begins = day(luck, month)
    name = luck.choice(sellers or [made.tables["staff"][0]["name"]])
    if any((row["name"], row["from"]) == (name, begins) for row in made.tables["staff_changes"]):
        return ()
    what = luck.choice(
        (("manager", "", ""), ("", "三组", ""), ("", "", "2222.22"), ("manager", "一组", "6000"))
    )
    made.add("staff_changes", name, begins, *what)
    return ("staff_changes",)


CHANGES = (
    a_receipt_comes_to_light,
    a_receipt_is_deleted,
    a_receipt_is_cancelled,
    a_receipt_is_refunded_in_its_closed_month,
    a_target_is_corrected,
    a_grade_is_changed,
    attendance_is_corrected,
    a_star_is_changed,
    a_fine_a_reward_and_a_deduction_are_found,
    somebody_was_hired_and_never_entered,
    a_holiday_was_forgotten,
    an_order_was_somebody_else_s,
    shares_are_corrected,
    a_wage_is_corrected,
    a_promotion_a_move_or_a_raise_was_forgotten,
)
