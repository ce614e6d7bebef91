"""Of the chart data what is about tiers: from which percentage each is, and how many persons ended
in each.
"""

from datetime import date
from decimal import Decimal

from xlpy.build.chartplaces import HIGHEST, MONTHS_TOP, NOTHING, THRESHOLDS, TIERS
from xlpy.build.figures import in_month, number
from xlpy.build.speech import Label
from xlpy.build.style import MONEY, MUTED, TEAL, WHITE
from xlpy.build.view import BOX, cell, plain_text
from xlpy.core.periods import Month


class TierFigures:
    """The part of `ChartData` about tiers."""

    def _write_thresholds(self) -> None:
        view, row = self.view, THRESHOLDS
        view.text(row, 8, Label("档", "Tiers, over %"), font_color=MUTED, align="right")
        scheme, over = self.n("tiers", "scheme"), self.n("tiers", "over")
        rate, since = self.n("tiers", "rate"), self.n("tiers", "from")
        end = "DATE(td_dash_year_read,12,31)"
        personal = f'((ISNUMBER(SEARCH("personal",{scheme}))+({scheme}="个人"))>0)'
        ended = f'(COUNTIFS({scheme},{scheme},{over},{over},{rate},"",{since},"<="&{end})=0)'
        active = f'{personal}*({since}<={end})*({rate}<>"")*{ended}'
        values = self.thresholds()
        for k in range(TIERS):
            before = cell(row, 8 + k)
            later = f"*({over}>{before})" if k else ""
            found = f'IFERROR(SMALL(IF({active}{later},{over},""),1),"")'
            formula = f'{{=IF({before}="","",{found})}}' if k else f"{{={found}}}"
            value = values[k] if k < len(values) else ""
            view.formula(
                row, 9 + k, formula, value, num_format="0.##", align="center", font_color=MUTED
            )

    def thresholds(self) -> list[Decimal]:
        """The percentages of target above which the personal tiers in force at the year's end
        begin.
        """
        end = date(self.year, 12, 31)
        rows = [
            r
            for r in self.figures.of("tiers")
            if "personal" in str(r["scheme"]) and r["from"] <= end
        ]
        ended = {r["over"] for r in rows if r.get("rate") is None}
        return sorted({r["over"] for r in rows if r.get("rate") is not None} - ended)[:TIERS]

    def _write_tier_labels(self) -> None:
        look = {
            "bold": True,
            "font_color": WHITE,
            "bg_color": TEAL,
            "text_wrap": True,
            "align": "center",
        }
        labels = self.tier_labels()
        for k in range(TIERS):
            over = cell(THRESHOLDS, 9 + k)
            none = str(Label(f"{k + 1}档（无）", f"Tier {k + 1} (none)"))
            formula = f'=IF({over}="","{none}","{_tier(k + 1)} >"&{over}&"%")'
            self.view.formula(
                MONTHS_TOP - 1, 9 + k, formula, labels[k] if k < len(labels) else none, **look
            )
        if labels:
            self._write_highest_label(len(labels), labels[-1], look)

    def tier_labels(self) -> list[str]:
        """What each tier is called, from the lowest on."""
        return [f"{_tier(k)} >{plain_text(over)}%" for k, over in enumerate(self.thresholds(), 1)]

    def _write_highest_label(self, count: int, text: str, look: dict) -> None:
        """The highest tier of now, to which the chart adds those that somebody may yet add above
        it.
        """
        label, higher = cell(MONTHS_TOP - 1, 8 + count), cell(THRESHOLDS, 9 + count)
        formula = f'=IF(N({higher})=0,{label},{label}&"+")' if count < TIERS else f"={label}"
        self.view.formula(MONTHS_TOP - 1, HIGHEST, formula, text, **look)

    def _write_tiers(self, row: int, month: Month) -> None:
        """How many persons' receipts ended in each tier, after what was carried in."""
        view, at = self.view, f"$B{row + 1}"
        months, base, target = (self.n("commissions", key) for key in ("month", "base", "target"))
        look = {**BOX, "num_format": "0", "align": "center"}
        overs, counts = self.thresholds(), self.tier_counts(month)

        def reached(k: int) -> str:
            over = f"${chr(ord('J') + k)}${THRESHOLDS + 1}"
            return (
                f'IF({over}="",0,SUMPRODUCT(({months}={at})*({target}>0)*({base}>{target}*{over}'
                "/100)))"
            )

        none = f"=COUNTIFS({months},{at})-{reached(0)}"
        self._draw(row, 8, none, counts[0], **look)
        for k in range(TIERS):
            higher = f"-{reached(k + 1)}" if k + 1 < TIERS else ""
            self._draw(row, 9 + k, f"={reached(k)}{higher}", counts[1 + k], **look)
        if overs:
            own = cell(row, 8 + len(overs))
            self._draw(row, HIGHEST, f"=SUM({own}:{cell(row, 8 + TIERS)})", counts[-1], **look)
        view.formula(row, NOTHING, "=0", 0, num_format=MONEY, font_color=MUTED)

    def tier_counts(self, month: Month) -> list[int]:
        """How many persons of a month reached no tier, ended in each one, and in the highest of
        now or above it.
        """
        rows, overs = self.figures.select("commissions", month=in_month(month)), self.thresholds()
        reached = [_reaching(rows, over) for over in overs] + [0] * (TIERS + 1 - len(overs))
        ended = [reached[k] - reached[k + 1] for k in range(TIERS)]
        return [len(rows) - reached[0], *ended, reached[len(overs) - 1] if overs else 0]


def _tier(k: int) -> Label:
    """What a tier is called, the lowest being 1."""
    return Label(f"{k}档", f"Tier {k}")


def _reaching(rows: list, over: Decimal) -> int:
    """How many of a month's commission rows have receipts above that percentage of their target."""
    return sum(
        number(row["base"]) > number(row.get("target")) * over / 100
        for row in rows
        if number(row.get("target")) > 0
    )
