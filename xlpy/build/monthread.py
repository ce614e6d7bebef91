"""The month that a chooser names, however it was typed: as a date, a number such as 201210, or a
text.
"""

_MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
_FIRST, _LAST = 190001, 299912
"""What as a number reads as year and month."""


def month_read(typed: str) -> str:
    """The formula for the first day of the month in the cell `typed`; an empty text where it names
    no month.

    Dates within a month count as the month. Texts: 2012-10, 2012/10, 2012.10, 2012年10月,
    2012-10-15, 201210, Oct 2012. No language of Excel or LibreOffice changes what it reads: no
    text is left to them to be taken for a date.
    """
    plain = f"TRIM({typed})"
    for old, new in (("年", "-"), ("月", "-"), ("/", "-"), (".", "-")):
        plain = f'SUBSTITUTE({plain},"{old}","{new}")'
    rest = f'MID({plain},6,9)&"-"'
    year_first = _day(
        f"VALUE(LEFT({plain},4))", f'VALUE(LEFT({rest},FIND("-",{rest})-1))', f'FIND("-",{plain})=5'
    )
    place = f'FIND(UPPER(LEFT(TRIM({typed}),3)),"{_MONTHS}")'
    in_words = _day(f"VALUE(RIGHT(TRIM({typed}),4))", f"({place}+2)/3", f"MOD({place},3)=1")
    compact = _compact(f"VALUE({typed})")
    of_day = f"IF({typed}<1,NA(),DATE(YEAR({typed}),MONTH({typed}),1))"
    of_number = f"IF(AND({typed}>={_FIRST},{typed}<={_LAST}),{_compact(typed)},{of_day})"
    of_text = f"IFERROR({year_first},IFERROR({in_words},{compact}))"
    return f'=IFERROR(IF({typed}="","",IF(ISNUMBER({typed}),{of_number},{of_text})),"")'


def _compact(number: str) -> str:
    within = f"AND({number}>={_FIRST},{number}<={_LAST})"
    return _day(f"INT({number}/100)", f"MOD({number},100)", within)


def _day(year: str, month: str, when: str) -> str:
    """The month's first day, or an error."""
    return f"IF(AND({when},{month}>=1,{month}<=12,{year}>=1900),DATE({year},{month},1),NA())"
