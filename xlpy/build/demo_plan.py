"""The demo department's plan of 2012: the paper's four quarters, with the demo's people (A).

The paper says “June 31” twice; it is read as 30 June, and the item says so.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from xlpy.build.demo_people import CHEN, LIU, ROSSI, WANG, WU, YEAR, ZHAO, ZHENG

_SLIP = "原文写 6 月 31 日，按 6 月 30 日。The paper says June 31, read as 30."
STANDS = date(YEAR, 11, 5)
"""The day of the demo: what is finished later is not known yet."""


class _Item(NamedTuple):
    """An item: number, what, classes and per class, unit, weight, owner, helpers, deadline and the
    day it was finished (None: not yet), both as month and day.
    """

    number: str
    what: str
    count: tuple[int, int] | None
    unit: str
    weight: int | None
    owner: str
    helpers: str | None
    due: tuple[int, int]
    done: tuple[int, int] | None
    note: str | None = None


_SHOTS, _TEXTS, _PER_CENT = "张。pictures.", "段。texts.", "%"
_TIMES, _PARTS = "次。times.", "份。papers."
_ITEMS = (
    _Item("Q1-1.1", "产品应用图，20 类各 9 张。Pictures of products in use, 9 for each of 20 classes.", (20, 9), _SHOTS, 3, LIU, ROSSI, (3, 1), (2, 27)),  # noqa: E501
    _Item("Q1-1.2", "应用图的文字，每图一段。A text for each of these pictures.", (20, 9), _TEXTS, 2, CHEN, WANG, (3, 1), (3, 12)),  # noqa: E501
    _Item("Q1-1.3", "参数表，每类一份。A data sheet for each class.", (20, 1), _PARTS, 1, ZHAO, None, (3, 1), (2, 20)),  # noqa: E501
    _Item("Q1-1.4", "网站推广的方案和督促。How the website is promoted, and that it is.", None, _PER_CENT, None, ZHENG, None, (3, 1), (2, 27)),  # noqa: E501
    _Item("Q1-1.5", "客户资料整理、分级、分配。Customers' files put in order, graded, assigned.", (80, 1), "家。customers.", 2, LIU, f"{CHEN}; {ZHAO}; {WANG}", (3, 31), (3, 26)),  # noqa: E501
    _Item("Q1-1.6", "用网站开发老客户。How the website wins old customers back.", None, _PER_CENT, None, LIU, ROSSI, (3, 31), (3, 12)),  # noqa: E501
    _Item("Q1-2.1", "B2B 平台上线，图和文字。B2B platforms go live, with pictures and texts.", (20, 9), _SHOTS, 2, WANG, None, (3, 1), (3, 26)),  # noqa: E501
    _Item("Q1-2.2", "平台关键词的优化和测试。Key words of the platforms improved and tested.", (40, 1), "词。words.", None, LIU, WANG, (3, 31), (4, 23)),  # noqa: E501
    _Item("Q1-2.3", "平台和网站怎样配合。How platforms and website go together.", None, _PER_CENT, None, LIU, None, (3, 1), (3, 5)),  # noqa: E501
    _Item("Q1-3.1", "新员工三周培训。Three weeks of training for new people.", (3, 5), _TIMES, None, LIU, None, (3, 5), (3, 12)),  # noqa: E501
    _Item("Q1-3.2", "专题会议，3 至 5 次。Meetings on one subject, 3 to 5.", (4, 1), _TIMES, None, LIU, None, (3, 31), (4, 9)),  # noqa: E501
    _Item("Q1-3.3", "遇事先问什么问题、为什么、怎么办。Everybody asks what, why, what cure.", None, _PER_CENT, None, LIU, None, (6, 30), (7, 16), _SLIP),  # noqa: E501
    _Item("Q1-3.4", "内部协作的流程。How we work together.", None, _PER_CENT, 1, LIU, None, (3, 1), (3, 5)),  # noqa: E501
    _Item("Q1-4.1", "每周一次网络推广专题。A weekly subject of online promotion.", (8, 1), _TIMES, None, ZHENG, None, (3, 31), (3, 19)),  # noqa: E501
    _Item("Q1-4.2", "客户细分，分别跟踪。Customers in groups, each followed in its way.", None, _PER_CENT, None, WANG, CHEN, (3, 31), (3, 26)),  # noqa: E501
    _Item("Q1-5.1", "推广数据月报。Monthly figures of the promotion.", (3, 1), _PARTS, None, WU, LIU, (3, 31), (3, 26)),  # noqa: E501
    _Item("Q2-1.1", "展会方案。The plan for the fair.", None, _PER_CENT, 2, LIU, f"{CHEN}; {ZHAO}", (4, 6), (4, 5)),  # noqa: E501
    _Item("Q2-1.2", "展会谁做什么。Who does what at the fair.", None, _PER_CENT, None, LIU, None, (4, 13), (4, 9)),  # noqa: E501
    _Item("Q2-2.1", "客户重新分级，各级对策。Customers graded anew, what each grade gets.", (80, 1), "家。customers.", 2, ROSSI, WANG, (4, 20), (4, 23)),  # noqa: E501
    _Item("Q2-2.2", "推广方式的升级。Better ways of promotion.", None, _PER_CENT, 1, ZHENG, None, (5, 31), (5, 28)),  # noqa: E501
    _Item("Q2-3.1", "半年总结。The half year summed up.", None, _PER_CENT, 1, LIU, None, (6, 30), (6, 25), _SLIP),  # noqa: E501
    _Item("Q2-3.2", "新品图片，8 类各 9 张。Pictures of new products, 9 for each of 8 classes.", (8, 9), _SHOTS, 2, CHEN, ROSSI, (6, 15), (8, 13)),  # noqa: E501
    _Item("Q2-3.3", "样品间，每类一柜。The sample room, a cabinet for each class.", (20, 1), "柜。cabinets.", None, ZHAO, WANG, (6, 29), (8, 27)),  # noqa: E501
    _Item("Q3-1.1", "业务问题的总结和办法。Problems of selling summed up, with cures.", None, _PER_CENT, None, ROSSI, None, (7, 31), (8, 6)),  # noqa: E501
    _Item("Q3-1.2", "网络问题的总结和办法。Problems of the network summed up, with cures.", None, _PER_CENT, 1, ZHENG, None, (7, 31), (8, 6)),  # noqa: E501
    _Item("Q3-1.3", "人员配合，职责修订。Who works with whom, duties revised.", None, _PER_CENT, None, LIU, None, (8, 31), (8, 27)),  # noqa: E501
    _Item("Q3-2.1", "六个区域的市场计划。A market plan for each of six regions.", (6, 1), _PARTS, 2, WANG, f"{CHEN}; {ZHAO}", (9, 15), (8, 27)),  # noqa: E501
    _Item("Q3-3.1", "三个月的冠军赛。A contest of three months.", (3, 1), "月。months.", None, LIU, None, (9, 30), (9, 28)),  # noqa: E501
    _Item("Q4-1.1", "各平台的效果分析。What each platform brings.", (5, 1), _PARTS, 2, ZHENG, WU, (11, 15), (11, 5)),  # noqa: E501
    _Item("Q4-1.2", "各渠道成交的比例。What share of orders each channel brings.", (5, 1), _PARTS, None, ZHAO, None, (11, 30), None),  # noqa: E501
    _Item("Q4-2.1", "很久没下单的客户。Customers who have not ordered for long.", (30, 1), "家。customers.", 1, CHEN, WANG, (12, 15), None),  # noqa: E501
    _Item("Q4-3.1", "全年总结，明年计划。The year summed up, the next one planned.", None, _PER_CENT, 1, LIU, None, (12, 28), None),  # noqa: E501
)  # fmt: skip
_BEGUN = {"Q4-1.2": (2, (11, 2)), "Q4-2.1": (12, (10, 29))}
"""What there is of items that are not finished: how much, by which day."""
_HALF = timedelta(14)


def plan_items() -> list[dict]:
    """The rows of `plan_items`, as typed values."""
    return [
        {
            "item_no": item.number,
            "year": YEAR,
            "quarter": item.number[:2],
            "deliverable": item.what,
            "classes": item.count[0] if item.count else None,
            "per_class": item.count[1] if item.count else None,
            "unit": item.unit,
            "weight": None if item.weight is None else Decimal(item.weight),
            "owner": item.owner,
            "helpers": item.helpers,
            "deadline": date(YEAR, *item.due),
            "finished": date(YEAR, *item.done) if item.done else None,
            "result": item.note,
        }
        for item in _ITEMS
    ]


def plan_progress() -> list[dict]:
    """The rows of `plan_progress` by day: half of an item two weeks before its end, then all."""
    return sorted(_progress(), key=lambda row: (row["date"], row["item_no"]))


def _progress() -> Iterator[dict]:
    for item in _ITEMS:
        count = item.count[0] * item.count[1] if item.count else 100
        if item.done:
            end = date(YEAR, *item.done)
            rows = [(end - _HALF, count // 2), (end, count)]
        else:
            done, on = _BEGUN.get(item.number, (None, None))
            rows = [(date(YEAR, *on), done)] if on and done else []
        for day, done in rows:
            yield {
                "date": day,
                "item_no": item.number,
                "done": Decimal(done or 0),
                "by": item.owner,
            }
