"""What drop-downs offer for columns that hold free text: words of a trade department; its people
add their own.
"""

from dataclasses import dataclass

from xlpy.core.dossier.forms import BOUGHT, INCOTERMS_2020, INSTRUMENTS_KNOWN, MADE, PARTS, THERE
from xlpy.core.roles import ROLES


@dataclass(frozen=True, slots=True)
class Offer:
    """A list: its header, how wide it stands on the sheet of lists, its words; `warns`: of others,
    which are taken.
    """

    label: str
    width: float
    words: tuple[str, ...]
    warns: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split("·"))


_UNITS = _words(
    "pcs · set · pair · dozen · kg · g · ton · m · m² · m³ · roll · sheet · box · bag · carton"
    " · 个 · 件 · 套 · 双 · 打 · 千克 · 吨 · 米 · 卷 · 张 · 盒 · 袋 · 箱"
)
_FROM = _words(
    "Yantian · Shekou · Shanghai · Ningbo · Qingdao · Tianjin · Xiamen · Nansha · Dalian · "
    "Hong Kong"
)
_TO = _words(
    "Hamburg · Rotterdam · Antwerp · Felixstowe · Le Havre · Genoa · Barcelona · Los Angeles "
    "· Long Beach · New York"
    " · Savannah · Vancouver · Santos · Jebel Ali · Dammam · Nhava Sheva · Singapore · Port "
    "Klang · Busan · Tokyo"
    " · Yokohama · Sydney · Melbourne · Auckland · Durban · Mombasa · Lagos"
)
_PACKAGES = _words(
    "carton · pallet · wooden case · woven bag · drum · roll · bale · bundle"
    " · 纸箱 · 托盘 · 木箱 · 编织袋"
)
_RATES = _words(
    "中国银行 Bank of China · 央行中间价 PBC central parity · 结汇水单 Bank's settlement · 合"
    "同 Contract"
)

OFFERS = {
    "incoterms": Offer("贸易术语 Incoterms", 12, INCOTERMS_2020),
    "grades": Offer("客户等级 Grades", 10, ("A", "B", "C", "D")),
    "deductions": Offer(
        "扣款项目 Deductions",
        24,
        (
            "社保 Social insurance",
            "公积金 Housing fund",
            "个税 Income tax",
            "借支 Advance",
            "其他 Other",
        ),
    ),
    "purposes": Offer(
        "福利用途 Welfare",
        28,
        ("团队训练 Teamwork training", "技能培训 Skills", "休闲活动 Leisure"),
    ),
    "units": Offer("单位 Units", 10, _UNITS, warns=True),
    "loading_ports": Offer("装运港 Ports of loading", 18, _FROM, warns=True),
    "discharge_ports": Offer("目的港 Ports of discharge", 18, _TO, warns=True),
    "packages": Offer("包装种类 Kinds of packages", 18, _PACKAGES, warns=True),
    "rate_sources": Offer("汇率来源 Sources of rates", 34, _RATES),
    "conditions": Offer(
        "何时需要 When", 12, (*INCOTERMS_2020, *INSTRUMENTS_KNOWN, THERE, PARTS, MADE, BOUGHT)
    ),
    "roles": Offer("岗位 Roles", 14, tuple(key for key, _ in ROLES)),
}
"""Each list's key; a column names it in `offers`, or the column of a table whose cells are
offered.
"""
