"""What a chooser names, however it was typed: a month, a year, a period; as a date, a number such
as 201210, or a text.

Formulas read it, since a workbook opens without our program, too. No language of Excel or
LibreOffice changes what they read: no text is left to them to be taken for a date. What is counted
from today (上月) is not read: a sheet that looks at the clock computes anew all the time.
"""

from xlpy.build.speech import Label, Worded
from xlpy.core.text import Text

MONTH_FORMS = Label("2012-10、7月", "2012-10 or Oct 2012")
YEAR_FORMS = Label("2012、2012年", "2012")
PERIOD_FORMS = Label("2012-10、2012-Q3、2012", "2012-10, 2012-Q3 or 2012")
"""Examples of what is read when it is typed."""
_MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
_FIRST, _LAST = 190001, 299912
"""What as a number reads as year and month."""
_YEARS = 1990, 2100
"""The years that a period may lie in."""
FIRST_DAY = 32874
"""The number of the first day of the first year: a smaller one is no date of ours."""


def month_read(typed: str, near: str = "") -> str:
    """The formula for the first day of the month in the cell `typed`; an empty text where it names
    no month.

    Dates within a month count as the month. Numbers: 201210; 2012.7, but not 2012.1, which may be
    what a cell leaves of 2012.10. Texts: 2012-10, 2012/10, 2012.10, 2012年10月, 2012-10-15, 201210,
    Oct 2012. With `near`, a month without its year (7月) is the one that lies nearest to that day;
    of two as near, the earlier.
    """
    return f'=IFERROR(IF({typed}="","",{_month(typed, near)}),"")'


def _month(typed: str, near: str) -> str:
    plain = f"TRIM({typed})"
    for old, new in (("年", "-"), ("月", "-"), ("/", "-"), (".", "-")):
        plain = f'SUBSTITUTE({plain},"{old}","{new}")'
    rest = f'MID({plain},6,9)&"-"'
    year_first = _day(
        f"VALUE(LEFT({plain},4))", f'VALUE(LEFT({rest},FIND("-",{rest})-1))', f'FIND("-",{plain})=5'
    )
    place = f'FIND(UPPER(LEFT(TRIM({typed}),3)),"{_MONTHS}")'
    in_words = _day(f"VALUE(RIGHT(TRIM({typed}),4))", f"({place}+2)/3", f"MOD({place},3)=1")
    last = _compact(f"VALUE({typed})")
    if near:
        last = f"IFERROR({last},{_month_alone(typed, near)})"
    of_day = f"IF({typed}<{FIRST_DAY},{_dotted(typed)},DATE(YEAR({typed}),MONTH({typed}),1))"
    of_number = f"IF(AND({typed}>={_FIRST},{typed}<={_LAST}),{_compact(typed)},{of_day})"
    of_text = f"IFERROR({year_first},IFERROR({in_words},{last}))"
    return f"IF(ISNUMBER({typed}),{of_number},{of_text})"


def year_read(typed: str) -> str:
    """The formula for the year in the cell `typed`: 2012, 2012年, or a day within it; an empty text
    where it names none.
    """
    text = f'VALUE(SUBSTITUTE(TRIM({typed}),"年",""))'
    of_number = f"IF({typed}<{FIRST_DAY},{_whole_year(typed)},YEAR({typed}))"
    found = f"IF(ISNUMBER({typed}),{of_number},{_whole_year(text)})"
    return f'=IFERROR(IF({typed}="","",{found}),"")'


def period_read(typed: str, near: str, month: str) -> str:
    """The formula for the period in the cell `typed` as 2012-07, 2012-Q3 or 2012; an empty text
    where it names none.

    `month`: the cell that reads it as a month. Q3 alone lies nearest to the day `near`.
    """
    joined = f"UPPER(TRIM({typed}))"
    for mark in ("-", " ", "年"):
        joined = f'SUBSTITUTE({joined},"{mark}","")'
    number = f"VALUE(RIGHT({joined},1))"
    year = f"IF(LEN({joined})=6,{_whole_year(f'VALUE(LEFT({joined},4))')},NA())"
    year = f"IF(LEN({joined})=2,{_nearest(number, near, 4)},{year})"
    is_quarter = f'AND(LEFT(RIGHT({joined},2))="Q",{number}>=1,{number}<=4)'
    quarter = f'IF({is_quarter},{year}&"-Q"&{number},NA())'
    as_month = f'YEAR({month})&"-"&RIGHT("0"&MONTH({month}),2)'
    alone = year_read(typed).removeprefix("=")
    return f'=IFERROR(IF({typed}="","",IFERROR({quarter},IF({month}="",{alone}&"",{as_month}))),"")'


def no_month(typed: str) -> Worded:
    """What is shown beside a cell whose text names no month, as part of a formula."""
    return _not_read(typed, Text("月份", "month"), "2012-10")


def no_year(typed: str) -> Worded:
    """What is shown beside a cell whose text names no year, as part of a formula."""
    return _not_read(typed, Text("年份", "year"), "2012")


def no_period(typed: str) -> Worded:
    """What is shown beside a cell whose text names no period, as part of a formula."""
    return _not_read(typed, Text("期间", "period"), "2012-10、2012-Q3")


def when_not_read(chosen: str, read: str, said: Worded) -> str:
    """The formula for what is shown beside a chooser that holds something that is not read."""
    return f'=IF({read}="",IF(IFERROR({chosen}="",FALSE),"",{said}),"")'


def _not_read(typed: str, what: Text, example: str) -> Worded:
    cell = f'IFERROR({typed},"?")'
    zh = f'"“"&{cell}&"”不是{what.zh}，请写成 {example}。'
    return Worded(
        f'{zh}"',
        f'{cell}&" is no {what.en}; write it like {example.replace("、", " or ")}."',
        f'{zh}This is no {what.en}; write it like {example.replace("、", " or ")}."',
    )


def _compact(number: str) -> str:
    within = f"AND({number}>={_FIRST},{number}<={_LAST})"
    return _day(f"INT({number}/100)", f"MOD({number},100)", within)


def _dotted(number: str) -> str:
    """The month of 2012.7 or 2012.11, which a cell takes for a number."""
    rest = f"ROUND(MOD({number},1)*100,0)"
    month = f"IF(AND(MOD({rest},10)=0,{rest}>10),{rest}/10,{rest})"
    return _day(f"INT({number})", month, f"AND({number}>={_YEARS[0]},{rest}>0,{rest}<>10)")


def _month_alone(typed: str, near: str) -> str:
    text = f'VALUE(SUBSTITUTE(SUBSTITUTE(TRIM({typed}),"月份",""),"月",""))'
    return _day(_nearest(text, near, 12), text, f'ISNUMBER(FIND("月",{typed}))')


def _nearest(number: str, near: str, in_year: int) -> str:
    """The year in which the month or quarter of a number lies nearest to a day."""
    here = f"MONTH({near})" if in_year == 12 else f"INT((MONTH({near})+2)/3)"
    half = in_year // 2
    return f"(YEAR({near})+IF({number}-{here}>={half},-1,IF({number}-{here}<-{half},1,0)))"


def _whole_year(number: str) -> str:
    within = f"AND({number}>={_YEARS[0]},{number}<={_YEARS[1]},MOD({number},1)=0)"
    return f"IF({within},{number},NA())"


def _day(year: str, month: str, when: str) -> str:
    """The month's first day, or an error."""
    return f"IF(AND({when},{month}>=1,{month}<=12,{year}>=1900),DATE({year},{month},1),NA())"
