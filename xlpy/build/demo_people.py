"""The demo department's people: their contracts, targets, months at work, grades, fines, rewards
and deductions.
"""

from datetime import date
from decimal import Decimal

from xlpy.core.money import split, to_fen
from xlpy.core.periods import Month, Quarter

YEAR = 2012
CLOSABLE = tuple(Month(YEAR, number) for number in range(1, 11))
"""The months that are over: the demo stands in early November."""
TEAM = "外贸部"
LIU, WANG, CHEN, ZHAO, ROSSI, LI, WU, ZHENG = (
    "刘洋",
    "王芳",
    "陈明",
    "赵磊",
    "Elena Rossi",
    "李强",
    "吴敏",
    "郑洁",
)
_IN_ENGLISH = {
    LIU: "Yang Liu",
    WANG: "Fang Wang",
    CHEN: "Ming Chen",
    ZHAO: "Lei Zhao",
    LI: "Qiang Li",
    WU: "Min Wu",
    ZHENG: "Jie Zheng",
}
SELLERS = (WANG, CHEN, ZHAO, ROSSI, LI)
GENERAL_MANAGER = "总经理"

LI_HIRED, LI_PROBATION = date(2012, 7, 16), date(2012, 10, 15)

_STAFF = (
    (LIU, "manager", date(2008, 3, 3), None, None),
    (WANG, "salesperson", date(2009, 5, 11), None, None),
    (CHEN, "salesperson", date(2009, 9, 1), None, None),
    (ZHAO, "salesperson", date(2010, 7, 5), None, None),
    (ROSSI, "salesperson", date(2011, 2, 14), None, None),
    (LI, "salesperson", LI_HIRED, LI_PROBATION, None),
    (WU, "accountant", date(2008, 6, 2), None, 3200),
    (ZHENG, "assistant", date(2011, 4, 6), None, 2600),
)

# The annual plan's quarters, in thousands of CNY; the people's parts sum to the team's.
_PLAN = (
    {TEAM: 2600, WANG: 800, CHEN: 700, ZHAO: 600, ROSSI: 500},
    {TEAM: 5800, WANG: 1700, CHEN: 1600, ZHAO: 1300, ROSSI: 1200},
    {TEAM: 9000, WANG: 2400, CHEN: 2200, ZHAO: 1900, ROSSI: 1900, LI: 600},
    {TEAM: 12000, WANG: 2900, CHEN: 2700, ZHAO: 2400, ROSSI: 2500, LI: 1500},
)

# Month, name: times late, days of personal leave, days of other leave. Who is not named was always
# there.
_ABSENT = {
    (1, CHEN): (1, "0", "0"),
    (2, ZHAO): (0, "1", "0"),
    (2, ROSSI): (0, "0", "2"),
    (3, ZHAO): (3, "0", "0"),
    (4, WANG): (0, "0.5", "0"),
    (5, ROSSI): (4, "0", "0"),
    (6, CHEN): (2, "1", "0"),
    (6, WANG): (0, "0", "3"),
    (7, ZHAO): (0, "1.5", "0"),
    (8, LI): (4, "0", "0"),
    (8, ROSSI): (0, "0.5", "0"),
    (9, CHEN): (0, "0", "1.5"),
    (10, ZHAO): (2, "0.5", "0"),
    (10, LI): (0, "0", "1"),
}

# Month, name: teamwork, execution. Who is not named has both in full.
_GRADES = {
    (2, ZHAO): ("half", "half"),
    (3, ZHAO): ("full", "half"),
    (4, CHEN): ("full", "half"),
    (5, ROSSI): ("half", "full"),
    (6, CHEN): ("full", "none"),
    (7, ZHAO): ("half", "half"),
    (7, LI): ("full", "half"),
    (8, LI): ("full", "half"),
    (9, CHEN): ("half", "full"),
    (10, ZHAO): ("none", "half"),
    (10, CHEN): ("full", "half"),
}

_STARS = {3: ROSSI, 4: CHEN, 5: WANG, 6: CHEN, 7: ZHAO, 8: WANG, 9: LI, 10: ROSSI}

_FINES = (
    (date(2012, 3, 14), ZHAO, "E-1.7", "上班聊天。Chatting at work."),
    (date(2012, 5, 22), ROSSI, "B-4.5", "迟到 25 分钟，没有请假。25 minutes late, not announced."),
    (
        date(2012, 6, 19),
        CHEN,
        "E-4.1",
        "用私人邮箱给客户发报价。A quotation sent from a private mailbox.",
    ),
    (date(2012, 8, 15), LI, "B-4.5", "迟到 15 分钟，没有请假。15 minutes late, not announced."),
    (date(2012, 10, 16), ZHAO, "E-1.7", "上班聊天，第二次。Chatting at work, the second time."),
    (date(2012, 10, 23), CHEN, "B-4.1", "私人电话超过 30 分钟。A private call of over 30 minutes."),
)

_REWARDS = (
    (date(2012, 2, 20), WU, 100, "回款登记表改进。A better form for booking receipts."),
    (date(2012, 5, 9), WANG, 500, "报价单模板。A template for quotations."),
    (date(2012, 7, 25), ZHENG, 800, "样品留样编号办法。Numbering of the kept samples."),
    (
        date(2012, 9, 12),
        ROSSI,
        1200,
        "日本客户验货清单。An inspection list for customers in Japan.",
    ),
    (
        date(2012, 10, 18),
        ZHENG,
        3000,
        "拼柜方案，全年省运费约五万元。Shared containers: some 50 000 a year of freight saved.",
    ),
)

_WELFARE = (
    (date(2012, 3, 30), "休闲：春游。Leisure: a spring outing.", 280),
    (date(2012, 5, 18), "技能：外贸函电培训教材。Skills: books on business letters.", 460),
    (date(2012, 6, 29), "团队训练：户外拓展。Teamwork training: a day outdoors.", 1500),
    (date(2012, 8, 17), "技能：出口退税讲座。Skills: a lecture on export rebates.", 900),
    (date(2012, 9, 28), "休闲：中秋晚餐。Leisure: a Mid-Autumn dinner.", 1680),
    (
        date(2012, 10, 31),
        "团队训练：广交会总结会。Teamwork training: review of the Canton Fair.",
        1250,
    ),
)

_INSURANCE = {LIU: 468, WANG: 276, CHEN: 276, ZHAO: 264, ROSSI: 264, LI: 242, WU: 352, ZHENG: 286}

# Income tax by the scale of 2012 on the month's pay less insurance, January to October: over 3
# 500, from abroad 4 800.
_TAX = {
    LIU: "13.52 5.76 24.52 42.88 30.18 40.48 156.03 56.78 106.70 550.52",
    WANG: "67.31 3.23 270.24 427.14 840.47 955.03 969.06 1840.64 2626.26 3039.54",
    CHEN: "15.63 0 136.04 618.74 276.45 267.00 1104.88 250.02 1187.84 2806.61",
    ZHAO: "38.19 0 130.06 155.30 290.29 441.18 236.22 528.41 541.99 1101.14",
    ROSSI: "0 0 22.86 18.47 15.86 460.59 1059.78 952.15 1000.17 6654.92",
    ZHENG: "0 0 0 0 0 0 0 0 0 76.40",
    LI: "0 0 0 0 0 0 0 0 99.83 1222.56",
}

_ADVANCES = ((4, ROSSI, 2000), (7, ZHAO, 1500), (8, LI, 1000), (10, CHEN, 3000))


def staff() -> list[dict]:
    """The rows of the staff table, as typed values; non-sales people have a post wage of their own
    (B-3.A).
    """
    return [
        {
            "name": name,
            "role": role,
            "team": TEAM,
            "hired": hired,
            "probation_until": probation,
            "post_wage": None if wage is None else to_fen(wage),
            "en_name": _IN_ENGLISH.get(name),
        }
        for name, role, hired, probation, wage in _STAFF
    ]


def staff_changes() -> list[dict]:
    """A raise that is agreed and begins in November (B-3.A)."""
    note = "年度调薪。The yearly raise."
    return [{"name": ZHENG, "from": date(YEAR, 11, 1), "post_wage": to_fen(2850), "note": note}]


def plans() -> list[dict]:
    """The annual plan: each quarter's target for the team and each salesperson's part of it (A,
    D-4.3).
    """
    return [
        {"period": Quarter(YEAR, number), "name": name, "amount": to_fen(thousands * 1000)}
        for number, parts in enumerate(_PLAN, start=1)
        for name, thousands in parts.items()
    ]


def targets() -> list[dict]:
    """Every salesperson's target of every month of the year: the thirds of the quarter's, to the
    fen (D-4.3).
    """
    rows = []
    for number, parts in enumerate(_PLAN, start=1):
        months = Quarter(YEAR, number).months
        thirds = {
            n: split(to_fen(parts[n] * 1000), [1] * len(months)) for n in SELLERS if n in parts
        }
        rows += [
            {"month": m, "name": n, "amount": thirds[n][i]}
            for i, m in enumerate(months)
            for n in thirds
        ]
    return rows


def _at_work() -> list[tuple[Month, str]]:
    """The closable months with everyone who sold in them."""
    return [
        (month, name)
        for month in CLOSABLE
        for name in SELLERS
        if name != LI or month.last >= LI_HIRED
    ]


def attendance() -> list[dict]:
    """Everyone's attendance in the closable months."""
    rows = []
    for month, name in _at_work():
        late, personal, other = _ABSENT.get((month.number, name), (0, "0", "0"))
        leave = {"personal_leave": Decimal(personal), "other_leave": Decimal(other)}
        rows.append({"month": month, "name": name, "late": late, **leave})
    return rows


def grades() -> list[dict]:
    """The manager's grades of the closable months."""
    rows = []
    for month, name in _at_work():
        teamwork, execution = _GRADES.get((month.number, name), ("full", "full"))
        rows.append({"month": month, "name": name, "teamwork": teamwork, "execution": execution})
    return rows


def stars() -> list[dict]:
    """The stars of the months with collaborative receipts."""
    return [{"month": Month(YEAR, number), "name": name} for number, name in _STARS.items()]


def fines() -> list[dict]:
    """Fines at the catalogue's amounts: one above the pot that it comes from, one repeated (B-4,
    E).
    """
    return [
        {"date": day, "name": name, "code": code, "note": note} for day, name, code, note in _FINES
    ]


def rewards() -> list[dict]:
    """Suggestion rewards from the least to the most that B-3.C.c allows."""
    return [
        {
            "date": day,
            "name": name,
            "amount": to_fen(yuan),
            "approved_by": GENERAL_MANAGER,
            "note": note,
        }
        for day, name, yuan, note in _REWARDS
    ]


def welfare() -> list[dict]:
    """What was spent of the welfare fund; it never goes below zero (B-3.D.b)."""
    return [
        {"date": day, "purpose": purpose, "amount": to_fen(yuan), "approved_by": LIU}
        for day, purpose, yuan in _WELFARE
    ]


def deductions() -> list[dict]:
    """Social insurance of everyone, income tax and advances, in the closable months."""
    rows = []
    for month in CLOSABLE:
        insured = [name for name in _INSURANCE if name != LI or month.first > LI_HIRED]
        rows += [_deduction(month, name, "社保", to_fen(_INSURANCE[name])) for name in insured]
        taxes = {
            name: to_fen(Decimal(text.split()[month.number - 1])) for name, text in _TAX.items()
        }
        rows += [_deduction(month, name, "个税", fen) for name, fen in taxes.items() if fen]
        advances = [(name, yuan) for number, name, yuan in _ADVANCES if number == month.number]
        rows += [_deduction(month, name, "借支", to_fen(yuan)) for name, yuan in advances]
    return rows


def _deduction(month: Month, name: str, kind: str, fen: int) -> dict:
    return {"month": month, "name": name, "kind": kind, "amount": fen}
