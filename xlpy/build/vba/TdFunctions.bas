Attribute VB_Name = "TdFunctions"
Option Explicit

' Written by xlpy.build.macros from the list of functions; changes are lost.

Public Function TD_COMMISSION(receipts As Variant, target As Variant, Optional scheme As Variant, Optional tiers As Variant, Optional on_date As Variant, Optional policy As Variant) As Variant
    TD_COMMISSION = TdCall("TD_COMMISSION", Array(receipts, target, scheme, tiers, on_date, policy))
End Function

Public Function TD_TIERS(receipts As Variant, target As Variant, Optional scheme As Variant, Optional tiers As Variant, Optional on_date As Variant) As Variant
    TD_TIERS = TdCall("TD_TIERS", Array(receipts, target, scheme, tiers, on_date))
End Function

Public Function TD_ATTAINMENT(receipts As Variant, target As Variant) As Variant
    TD_ATTAINMENT = TdCall("TD_ATTAINMENT", Array(receipts, target))
End Function

Public Function TD_RANK(names As Variant, receipts As Variant) As Variant
    TD_RANK = TdCall("TD_RANK", Array(names, receipts))
End Function

Public Function TD_SPLIT(amount As Variant, names As Variant, receipts As Variant, manager As Variant, Optional star As Variant, Optional shares As Variant, Optional on_date As Variant, Optional policy As Variant) As Variant
    TD_SPLIT = TdCall("TD_SPLIT", Array(amount, names, receipts, manager, star, shares, on_date, policy))
End Function

Public Function TD_PRIZE(pool As Variant, period_kind As Variant, names As Variant, receipts As Variant, manager As Variant, Optional shares As Variant, Optional on_date As Variant, Optional policy As Variant) As Variant
    TD_PRIZE = TdCall("TD_PRIZE", Array(pool, period_kind, names, receipts, manager, shares, on_date, policy))
End Function

Public Function TD_ALLOCATE(amount As Variant, weights As Variant) As Variant
    TD_ALLOCATE = TdCall("TD_ALLOCATE", Array(amount, weights))
End Function

Public Function TD_PERFORMANCE(receipts As Variant, target As Variant, late As Variant, personal_leave As Variant, teamwork As Variant, execution As Variant, Optional fines As Variant, Optional on_date As Variant, Optional policy As Variant) As Variant
    TD_PERFORMANCE = TdCall("TD_PERFORMANCE", Array(receipts, target, late, personal_leave, teamwork, execution, fines, on_date, policy))
End Function

Public Function TD_TARGETS(year_amount As Variant, year As Variant, by As Variant, Optional holidays As Variant) As Variant
    TD_TARGETS = TdCall("TD_TARGETS", Array(year_amount, year, by, holidays))
End Function

Public Function TD_MISSING(form As Variant, headers As Variant, values As Variant) As Variant
    TD_MISSING = TdCall("TD_MISSING", Array(form, headers, values))
End Function

Public Function TD_DOSSIER(orders As Variant, ParamArray forms() As Variant) As Variant
    Dim given() As Variant, place As Long
    given = Array(orders)
    ReDim Preserve given(0 To UBound(forms) + 1)
    For place = 0 To UBound(forms)
        given(place + 1) = forms(place)
    Next place
    TD_DOSSIER = TdCall("TD_DOSSIER", given)
End Function

Public Function TD_MARGIN(revenue As Variant, costs As Variant, Optional rate As Variant, Optional vat_rate As Variant, Optional rebate_rate As Variant) As Variant
    TD_MARGIN = TdCall("TD_MARGIN", Array(revenue, costs, rate, vat_rate, rebate_rate))
End Function

Public Function TD_APPROVAL(margin As Variant, Optional floor As Variant, Optional on_date As Variant, Optional policy As Variant) As Variant
    TD_APPROVAL = TdCall("TD_APPROVAL", Array(margin, floor, on_date, policy))
End Function

Public Function TD_RMB(amount As Variant) As Variant
    TD_RMB = TdCall("TD_RMB", Array(amount))
End Function

Public Function TD_WORDS(amount As Variant, currency_code As Variant) As Variant
    TD_WORDS = TdCall("TD_WORDS", Array(amount, currency_code))
End Function

Public Function TD_SIMILAR(customer As Variant, mail As Variant, country As Variant, customers As Variant, mails As Variant, countries As Variant, Optional least As Variant, Optional policy As Variant, Optional phone As Variant, Optional phones As Variant) As Variant
    TD_SIMILAR = TdCall("TD_SIMILAR", Array(customer, mail, country, customers, mails, countries, least, policy, phone, phones))
End Function

Public Function TD_DUE(on_date As Variant, what As Variant, Optional today As Variant, Optional policy As Variant) As Variant
    TD_DUE = TdCall("TD_DUE", Array(on_date, what, today, policy))
End Function

Public Function TD_FUNNEL(enquiries As Variant, quotations As Variant, orders As Variant, receipts As Variant, by As Variant, Optional customers As Variant) As Variant
    TD_FUNNEL = TdCall("TD_FUNNEL", Array(enquiries, quotations, orders, receipts, by, customers))
End Function

Public Function TD_TODO(day As Variant, name As Variant, ParamArray tables() As Variant) As Variant
    Dim given() As Variant, place As Long
    given = Array(day, name)
    ReDim Preserve given(0 To UBound(tables) + 2)
    For place = 0 To UBound(tables)
        given(place + 2) = tables(place)
    Next place
    TD_TODO = TdCall("TD_TODO", given)
End Function

Public Function TD_FORECAST(months As Variant, receipts As Variant, ahead As Variant, Optional policy As Variant) As Variant
    TD_FORECAST = TdCall("TD_FORECAST", Array(months, receipts, ahead, policy))
End Function

Public Function TD_AGE(due As Variant, amount As Variant, Optional day As Variant, Optional policy As Variant) As Variant
    TD_AGE = TdCall("TD_AGE", Array(due, amount, day, policy))
End Function

Public Function TD_PROGRESS(items As Variant, progress As Variant, Optional day As Variant) As Variant
    TD_PROGRESS = TdCall("TD_PROGRESS", Array(items, progress, day))
End Function

Public Function TD_MINUTES(time_in As Variant, time_out As Variant, marks As Variant, Optional grace As Variant) As Variant
    TD_MINUTES = TdCall("TD_MINUTES", Array(time_in, time_out, marks, grace))
End Function

Public Function TD_PACK(function_name As Variant, row_count As Variant, ParamArray arguments() As Variant) As Variant
    Dim given() As Variant, place As Long
    given = Array(function_name, row_count)
    ReDim Preserve given(0 To UBound(arguments) + 2)
    For place = 0 To UBound(arguments)
        given(place + 2) = arguments(place)
    Next place
    TD_PACK = TdCall("TD_PACK", given)
End Function

Public Function TD_WHY(cell As Range) As Variant
    TD_WHY = TdWhy(cell)
End Function
