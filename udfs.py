"""The functions that people type into cells.

Excel calls them through xlwings, by the workbook's own wrappers. Each takes single cells or whole
columns; a column in gives a column out in one call. What a function does stands in
`xlpy/functions/`, for every spreadsheet program alike. Where a function has no result the cell
shows an Excel error, and `=TD_WHY(cell)` says why.
`python -m xlpy.build` makes this file: do not edit it.
"""

# ruff: noqa: D103 - the names are those of the formulas, and their help comes from the catalogue
from xlpy.excel.functions import in_cells, result


@in_cells
def TD_COMMISSION(receipts, target, scheme=None, tiers=None, date=None, policy=None):
    return result("TD_COMMISSION", receipts, target, scheme, tiers, date, policy)


@in_cells
def TD_TIERS(receipts, target, scheme=None, tiers=None, date=None):
    return result("TD_TIERS", receipts, target, scheme, tiers, date)


@in_cells
def TD_ATTAINMENT(receipts, target):
    return result("TD_ATTAINMENT", receipts, target)


@in_cells
def TD_RANK(names, receipts):
    return result("TD_RANK", names, receipts)


@in_cells
def TD_SPLIT(amount, names, receipts, manager, star=None, shares=None, date=None, policy=None):
    return result("TD_SPLIT", amount, names, receipts, manager, star, shares, date, policy)


@in_cells
def TD_PRIZE(pool, period_kind, names, receipts, manager, shares=None, date=None, policy=None):
    return result("TD_PRIZE", pool, period_kind, names, receipts, manager, shares, date, policy)


@in_cells
def TD_ALLOCATE(amount, weights):
    return result("TD_ALLOCATE", amount, weights)


@in_cells
def TD_PERFORMANCE(
    receipts, target, late, personal_leave, teamwork, execution, fines=None, date=None, policy=None
):
    return result(
        "TD_PERFORMANCE",
        receipts,
        target,
        late,
        personal_leave,
        teamwork,
        execution,
        fines,
        date,
        policy,
    )


@in_cells
def TD_TARGETS(year_amount, year, by, holidays=None):
    return result("TD_TARGETS", year_amount, year, by, holidays)


@in_cells
def TD_MISSING(form, headers, values):
    return result("TD_MISSING", form, headers, values)


@in_cells
def TD_DOSSIER(orders, *forms):
    return result("TD_DOSSIER", orders, *forms)


@in_cells
def TD_MARGIN(revenue, costs, rate=None, vat_rate=None, rebate_rate=None):
    return result("TD_MARGIN", revenue, costs, rate, vat_rate, rebate_rate)


@in_cells
def TD_APPROVAL(margin, floor=None, date=None, policy=None):
    return result("TD_APPROVAL", margin, floor, date, policy)


@in_cells
def TD_RMB(amount):
    return result("TD_RMB", amount)


@in_cells
def TD_WORDS(amount, currency):
    return result("TD_WORDS", amount, currency)


@in_cells
def TD_SIMILAR(
    customer,
    mail,
    country,
    customers,
    mails,
    countries,
    least=None,
    policy=None,
    phone=None,
    phones=None,
):
    return result(
        "TD_SIMILAR",
        customer,
        mail,
        country,
        customers,
        mails,
        countries,
        least,
        policy,
        phone,
        phones,
    )


@in_cells
def TD_DUE(date, what, today=None, policy=None):
    return result("TD_DUE", date, what, today, policy)


@in_cells
def TD_FUNNEL(enquiries, quotations, orders, receipts, by, customers=None):
    return result("TD_FUNNEL", enquiries, quotations, orders, receipts, by, customers)


@in_cells
def TD_TODO(day, name, *tables):
    return result("TD_TODO", day, name, *tables)


@in_cells
def TD_FORECAST(months, receipts, ahead, policy=None):
    return result("TD_FORECAST", months, receipts, ahead, policy)


@in_cells
def TD_AGE(due, amount, day=None, policy=None):
    return result("TD_AGE", due, amount, day, policy)


@in_cells
def TD_PROGRESS(items, progress, day=None):
    return result("TD_PROGRESS", items, progress, day)


@in_cells
def TD_MINUTES(time_in, time_out, marks, grace=None):
    return result("TD_MINUTES", time_in, time_out, marks, grace)


@in_cells
def TD_PACK(function_name, row_count, *arguments):
    return result("TD_PACK", function_name, row_count, *arguments)
