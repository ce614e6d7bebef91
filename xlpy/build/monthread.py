"""What a chooser names, however it was typed: a month, a year, a period; as a date, a number such
as 201210, or a text.

Formulas read it, since a workbook opens without our program, too. No language of Excel or
LibreOffice changes what they read: no text is left to them to be taken for a date. What is counted
from today (上月) is read last: only a cell that asks the clock computes anew all the time, and a
formula asks in no branch but the one that is taken.
"""

from collections.abc import Callable, Iterable
from itertools import product

from xlpy.book.cells.periodwords import BEFORE_MONTHS, KINDS, STEPS
from xlpy.build.speech import Label, Worded
from xlpy.core.text import Text

MONTH_FORMS = Label("2012-10、7月、上月", "2012-10, Oct 2012 or last month")
YEAR_FORMS = Label("2012、2012年、去年", "2012 or last year")
PERIOD_FORMS = Label("2012-10、2012-Q3、2012、上季", "2012-10, 2012-Q3, 2012 or last quarter")
"""Examples of what is read when it is typed."""
_MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
_FIRST, _LAST = 190001, 299912
"""What as a number reads as year and month."""
_NUMERALS = "〇一二三四"
_YEARS = 1990, 2100
"""The years that a period may lie in."""
FIRST_DAY = 32874
"""The number of the first day of the first year: a smaller one is no date of ours."""


def month_read(typed: str, near: str = "") -> str:
    """The formula for the first day of the month in the cell `typed`; an empty text where it names
    no month.

    Dates within a month count as the month. Numbers: 201210; 2012.7, but not 2012.1, which may be
    what a cell leaves of 2012.10. Texts: 2012-10, 2012/10, 2012.10, 2012年10月, 2012-10-15, 201210,
    10/2012, Oct 2012; 上月, this month, 去年12月. With `near`, a month without its year (7月) is
    the one that lies nearest to that day; of two as near, the earlier.
    """
    return f'=IFERROR(IF({typed}="","",{_month(typed, near)}),"")'


def _month(typed: str, near: str) -> str:
    plain = _without(f"TRIM({typed})", "年月/. ", "-")
    rest = f'MID({plain},6,9)&"-"'
    year_first = _day(
        f"VALUE(LEFT({plain},4))", f'VALUE(LEFT({rest},FIND("-",{rest})-1))', f'FIND("-",{plain})=5'
    )
    place = f'FIND(UPPER(LEFT(TRIM({typed}),3)),"{_MONTHS}")'
    in_words = _day(f"VALUE(RIGHT(TRIM({typed}),4))", f"({place}+2)/3", f"MOD({place},3)=1")
    mark = f'FIND("-",{plain})'
    month_first = _day(
        f"VALUE(RIGHT({plain},4))",
        f"VALUE(LEFT({plain},{mark}-1))",
        f"AND({mark}<=3,LEN({plain})={mark}+4)",
    )
    last = f"IFERROR({_compact(f'VALUE({typed})')},{month_first})"
    if near:
        last = f"IFERROR({last},{_month_alone(typed, near)})"
    last = f"IFERROR({last},{_month_counted(typed)})"
    of_day = f"IF({typed}<{FIRST_DAY},{_dotted(typed)},DATE(YEAR({typed}),MONTH({typed}),1))"
    of_number = f"IF(AND({typed}>={_FIRST},{typed}<={_LAST}),{_compact(typed)},{of_day})"
    of_text = f"IFERROR({year_first},IFERROR({in_words},{last}))"
    return f"IF(ISNUMBER({typed}),{of_number},{of_text})"


def year_read(typed: str) -> str:
    """The formula for the year in the cell `typed`: 2012, 2012年, 去年, last year, or a day within
    it; an empty text where it names none.
    """
    text = f'VALUE(SUBSTITUTE(TRIM({typed}),"年",""))'
    of_number = f"IF({typed}<{FIRST_DAY},{_whole_year(typed)},YEAR({typed}))"
    counted = f"YEAR(TODAY())+{_step(_joined(typed), _counting('year'))}"
    of_text = f"IFERROR({_whole_year(text)},{counted})"
    found = f"IF(ISNUMBER({typed}),{of_number},{of_text})"
    return f'=IFERROR(IF({typed}="","",{found}),"")'


def period_read(typed: str, near: str, month: str) -> str:
    """The formula for the period in the cell `typed` as 2012-07, 2012-Q3 or 2012; an empty text
    where it names none.

    `month`: the cell that reads it as a month. Q3 or 三季度 alone lies nearest to the day `near`.
    """
    joined = _without(f"UPPER(TRIM({typed}))", "- 年第")
    joined = f'SUBSTITUTE({joined},"季度","季")'
    for number in range(1, 5):
        for digit in (str(number), _NUMERALS[number]):
            joined = f'SUBSTITUTE({joined},"{digit}季","Q{number}")'
    number = f"VALUE(RIGHT({joined},1))"
    year = f"IF(LEN({joined})=6,{_whole_year(f'VALUE(LEFT({joined},4))')},NA())"
    before = _step(f"LEFT({joined})", _year_words_short)
    year = f"IF(LEN({joined})=3,YEAR(TODAY())+{before},{year})"
    year = f"IF(LEN({joined})=2,{_nearest(number, near, 4)},{year})"
    is_quarter = f'AND(LEFT(RIGHT({joined},2))="Q",{number}>=1,{number}<=4)'
    quarter = f'IF({is_quarter},{year}&"-Q"&{number},NA())'
    quarter = f"IFERROR({quarter},{_quarter_counted(typed)})"
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


def _month_counted(typed: str) -> str:
    """The month that is counted from today's: 上月, this month; 去年12月."""
    joined = _joined(typed)
    counted = f"DATE(YEAR(TODAY()),MONTH(TODAY())+{_step(joined, _counting('month'))},1)"
    number = f'VALUE(SUBSTITUTE(SUBSTITUTE(MID({joined},3,9),"月份",""),"月",""))'
    year = f"YEAR(TODAY())+{_step(f'LEFT({joined},2)', _year_words)}"
    of_year = _day(year, number, f'ISNUMBER(FIND("月",{joined}))')
    return f"IFERROR({counted},{of_year})"


def _quarter_counted(typed: str) -> str:
    """The quarter that is counted from today's, as a text: 上季度, this quarter."""
    number = (
        f"(YEAR(TODAY())*4+INT((MONTH(TODAY())-1)/3)+{_step(_joined(typed), _counting('quarter'))})"
    )
    return f'INT({number}/4)&"-Q"&(MOD({number},4)+1)'


def _step(word: str, words: Callable[[int], Iterable[str]]) -> str:
    """How many periods from today's a word counts, by the words of each step; an error where it is
    none of them.
    """
    listed, begins = "|", []
    for step in STEPS:
        begins.append(len(listed))
        listed += "".join(f"{each}|" for each in words(step))
    places, steps = (",".join(map(str, numbers)) for numbers in (begins, STEPS))
    return f'LOOKUP(FIND("|"&{word}&"|","{listed}"),{{{places}}},{{{steps}}})'


def _counting(kind: str) -> Callable[[int], Iterable[str]]:
    """The words of each step for a kind of period: 上月, lastmonth; for years 去年, too."""

    def words(step: int) -> Iterable[str]:
        pairs = product(STEPS[step], KINDS[kind])
        # 上月 and last month: nobody mixes the two languages within a word.
        found = [first + end for first, end in pairs if first.isascii() is end.isascii()]
        return [*found, *(_year_words(step) if kind == "year" else ())]

    return words


def _year_words(step: int) -> list[str]:
    """The words of a year that stand before a month: 去年."""
    return [word for word, years in BEFORE_MONTHS.items() if years == step]


def _year_words_short(step: int) -> list[str]:
    """The same without 年, as a period is compared."""
    return [word.removesuffix("年") for word in _year_words(step)]


def _joined(typed: str) -> str:
    """A text without blanks, in small letters."""
    return f'LOWER(SUBSTITUTE(TRIM({typed})," ",""))'


def _without(text: str, marks: str, instead: str = "") -> str:
    """A text with another in each place of some marks."""
    for mark in marks:
        text = f'SUBSTITUTE({text},"{mark}","{instead}")'
    return text


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
