"""The What-if sheet alive: a figure is changed in LibreOffice, and what follows is what the papers
say.

Expected figures are worked out from RULES: tiers of 1, 1.25, 1.5 % (personal) and 5, 7, 9 per
mille (team); shares of 10/10/8/7/5/10/20/30 % (month), 20/20/15/10/35 % (quarter and year). A new
workbook starts with five people of target 100 000 each: 张三 200 000, 李四 260 000, 王五 180 000,
赵六 and 孙七 130 000 each.
"""

from datetime import date

import pytest
from lo import again, libreoffice

from xlpy.book.defaults import default_rows
from xlpy.build.book import FIRST_ROW, WHATIF, column_index, letters
from xlpy.build.workbook import new_book
from xlpy.core.tables import TABLES

RECEIPTS, TARGET, LATE, LEAVE, TEAMWORK, EXECUTION, FINES = (f"C{row}" for row in range(10, 17))
ATTAINMENT, COMMISSION, PERFORMANCE, BOTH, IN_WORDS, WHY = "G10", "G11", "G12", "G13", "G14", "B17"
TIERS, TIERS_CHECK = "B21:F28", "E29"
MANAGER, STAR, TEAM_TARGET = "C61", "C62", "C63"
TEAM_RECEIPTS, TEAM_COMMISSION = "G61", "G64"
SPLIT, SPLIT_CHECK, RANKS, SHARING_WHY = "B81:E94", "D95", "G81:I88", "B96"
QUARTER_POOL, QUARTER, YEAR_POOL, YEAR = "C99", "B101:E112", "H99", "G101:J112"
PURCHASE, OTHER, MARGIN, APPROVAL = "C52", "C53", "G49", "G50"
VALUE, NUMBER = {"error": "#VALUE!"}, {"error": "#NUM!"}


class Play:
    """The sheet of one open workbook: what is written follows at once."""

    def __init__(self, book):
        self.book = str(book)
        self.before = []

    def write(self, sheet=WHATIF, **cells):
        for cell, value in cells.items():
            [[[old]]] = libreoffice().read(book=self.book, places=[[sheet, cell]])
            self.before.append((sheet, cell, old))
            self._put(sheet, cell, value)

    def _put(self, sheet, cell, value):
        libreoffice().write(
            book=self.book, sheet=sheet, area=cell, values=[["" if value is None else value]]
        )

    def put_back(self):
        while self.before:
            self._put(*self.before.pop())

    def __getitem__(self, area):
        [rows] = libreoffice().read(book=self.book, places=[[WHATIF, area]])
        return rows if ":" in area else rows[0][0]

    def rows(self, area):
        """The rows that show something."""
        return [row for row in self[area] if any(cell is not None for cell in row)]


@pytest.fixture(scope="module")
def new_one(tmp_path_factory):
    book = tmp_path_factory.mktemp("new") / "TradeDept.xlsm"
    new_book(book, year=2026)
    libreoffice().open_book(path=str(book))
    yield Play(book)
    libreoffice().close_book(book=str(book))


@pytest.fixture
def new(new_one):
    yield new_one
    new_one.put_back()


@pytest.fixture(scope="module")
def demo_one():
    return Play(again())


@pytest.fixture
def demo(demo_one):
    yield demo_one
    demo_one.put_back()


def in_table(key, row, column):
    """The cell of a table's row, from 0."""
    return f"{letters(column_index(TABLES[key], column))}{FIRST_ROW + 1 + row}"


# --- One person -----------------------------------------------------------------------------------


def test_other_receipts_give_another_commission_by_its_tiers(new):
    """130 000 of 100 000: 100 000 at 1 % and 30 000 at 1.25 %."""
    new.write(**{RECEIPTS: 130000})
    assert (new[ATTAINMENT], new[COMMISSION], new[TIERS_CHECK]) == (1.3, 1375.0, "相符 agrees")
    assert new.rows(TIERS) == [
        [0.0, 100000.0, 100000.0, 1.0, 1000.0],
        [100000.0, 150000.0, 30000.0, 1.25, 375.0],
        [150000.0, "以上 and above", 0.0, 1.5, 0.0],
    ]


def test_a_hard_recalculation_changes_nothing_of_it(new):
    new.write(**{RECEIPTS: 130000, QUARTER_POOL: 1000, TEAM_TARGET: 1000000})
    before = new["A1:J125"]
    libreoffice().recalculate(book=new.book)
    assert before == new["A1:J125"]


def test_attendance_grades_and_fines_lower_the_performance_pay(new):
    """300 × 80 % + 50 (late twice, a day of leave) + 100 (half) + 0 (none) − 80 = 310; 800
    commission.
    """
    new.write(
        **{
            RECEIPTS: 80000,
            LATE: 2,
            LEAVE: 1,
            TEAMWORK: "半额 half",
            EXECUTION: "无 none",
            FINES: 80,
        }
    )
    assert (new[PERFORMANCE], new[COMMISSION], new[BOTH]) == (310.0, 800.0, 1110.0)
    assert new[IN_WORDS] == "壹仟壹佰壹拾元整"


def test_the_curve_follows_the_target(new):
    """Of a target of 200 000: 125 % are 250 000 and earn 2 000 + 625; 250 % are 500 000: 2 000 + 1
    250 + 3 000.
    """
    new.write(**{TARGET: 200000})
    assert new["C39:D39"][0] == [250000.0, 2625.0]
    assert new["C44:D44"][0] == [500000.0, 6250.0]


def test_an_edited_rate_changes_the_commission(new):
    """The second tier at 2 %: 1 000 + 30 000 × 2 %."""
    new.write(**{RECEIPTS: 130000})
    new.write(TABLES["tiers"].sheet, **{in_table("tiers", 1, "rate"): 2})
    assert new[COMMISSION] == 1600.0


def test_the_month_picks_the_tiers_in_force(demo):
    """The demo's fourth tier, 2 % over 200 %, is in force from July: 1 000 + 625 + 750 + 2 000;
    before it 2 250 over 150 %.
    """
    demo.write(**{RECEIPTS: 300000, TARGET: 100000})
    september = demo[COMMISSION]
    demo.write(C6=(date(2012, 6, 1) - date(1899, 12, 30)).days)
    assert (september, demo[COMMISSION]) == (4375.0, 3875.0)
    assert [demo["C23"], demo["D23"]] == ["以上 and above", 150000.0]


@pytest.mark.parametrize("typed", ["2012-06", "2012年6月", "２０１２年６月", "2012-06-15"])
def test_a_month_that_came_in_as_a_text_counts(demo, typed):
    """As its cell shows it, or as the manual lists it; 300 000 of 100 000 before the demo's fourth
    tier.
    """
    demo.write(**{RECEIPTS: 300000, TARGET: 100000})
    demo.write(C6=f"'{typed}")
    assert (demo[COMMISSION], demo["D23"]) == (3875.0, 150000.0)


def test_a_month_that_is_none_is_told_as_it_stands(new):
    new.write(C6="soon")
    assert new[COMMISSION] == VALUE
    assert "soon" in new[WHY]


def test_an_edited_amount_of_the_policy_changes_the_performance_pay(new):
    """400 of sales performance in the place of 300; 100 + 200 + 100 beside it."""
    row = [row["key"] for row in default_rows()["policy"]].index("sales_pay.full")
    new.write(TABLES["policy"].sheet, **{in_table("policy", row, "value"): 400})
    assert new[PERFORMANCE] == 800.0


# --- A quotation ----------------------------------------------------------------------------------


def test_dearer_goods_need_the_managers_approval(new):
    """65 000 − 67 800 − 1 500 + 67 800 ÷ 1.13 × 13 % = 3 500, or 5.38 %; 500 more of other costs:
    4.62 %.
    """
    new.write(**{PURCHASE: 67800})
    assert new[MARGIN] == pytest.approx(3500 / 65000, abs=1e-12)
    assert new[APPROVAL] == "业务员 salesperson"
    new.write(**{OTHER: 2000})
    assert new[MARGIN] == pytest.approx(3000 / 65000, abs=1e-12)
    assert new[APPROVAL] == "经理 manager"


# --- A department ---------------------------------------------------------------------------------


def test_a_stated_team_target_changes_team_commission_and_split(new):
    """900 000 of 1 000 000: 5 per mille of it all."""
    new.write(**{TEAM_TARGET: 1000000})
    assert new[TEAM_COMMISSION] == 4500.0
    assert new.rows(SPLIT) == [
        ["经理 manager", "周经理", 10.0, 450.0],
        ["冠军 first", "李四", 10.0, 450.0],
        ["亚军 second", "张三", 8.0, 360.0],
        ["季军 third", "王五", 7.0, 315.0],
        ["协作之星 star", "李四", 5.0, 225.0],
        ["福利基金 welfare", "福利基金 welfare", 10.0, 450.0],
        ["季度奖池 quarter", "季度奖池 quarter", 20.0, 900.0],
        ["年终奖池 year", "年终奖池 year", 30.0, 1350.0],
    ]


def test_a_tie_for_the_first_place_shares_the_ranks_and_there_is_a_row_for_each(new):
    """李四 and 张三 at 260 000 share 10 % and 8 %. The team: 960 000 of 1 000 000 earn 4 800."""
    new.write(C68=260000, **{TEAM_TARGET: 1000000})
    assert new.rows(SPLIT)[:4] == [
        ["经理 manager", "周经理", 10.0, 480.0],
        ["冠军 first", "张三", 9.0, 432.0],
        ["冠军 first", "李四", 9.0, 432.0],
        ["季军 third", "王五", 7.0, 336.0],
    ]
    assert new.rows(RANKS)[:3] == [
        ["张三", 260000.0, 1.0],
        ["李四", 260000.0, 1.0],
        ["王五", 180000.0, 3.0],
    ]
    assert new[SPLIT_CHECK] == "相符 agrees"


def test_without_manager_and_star_their_shares_go_to_the_year_end_pool(new):
    new.write(**{MANAGER: None, STAR: None})
    rows = new.rows(SPLIT)
    assert rows[0] == ["经理 manager", "年终奖池 year", 10.0, 560.0]
    assert rows[4] == ["协作之星 star", "年终奖池 year", 5.0, 280.0]


def test_three_more_people_fill_the_department(new):
    """Eight people; the last three bring 50 000 each of 100 000: 500 commission each, the team 1
    050 000 of 800 000.
    """
    for row, name in zip((73, 74, 75), ("周八", "吴九", "郑十"), strict=True):
        new.write(
            **{
                f"B{row}": name,
                f"C{row}": 50000,
                f"D{row}": 100000,
                f"G{row}": 150000,
                f"H{row}": 600000,
            }
        )
    assert [row[0] for row in new["F73:F75"]] == [500.0] * 3
    # 800 000 at 5, 250 000 at 7 per mille.
    assert (new[TEAM_RECEIPTS], new[TEAM_COMMISSION]) == (1050000.0, 5750.0)
    assert len(new.rows(RANKS)) == 8
    # Manager, three ranks, five others.
    assert len(new.rows(QUARTER)) == 9


def test_pools_are_paid_out_by_the_quarters_and_the_years_rule(new):
    """350 of a quarter's 1 000 go by 390 to 330; the fen left over goes to the larger remainder. A
    year retains its.
    """
    new.write(**{QUARTER_POOL: 1000, YEAR_POOL: 1000})
    assert [row[3] for row in new.rows(QUARTER)] == [200.0, 200.0, 150.0, 100.0, 189.58, 160.42]
    assert [row[3] for row in new.rows(YEAR)] == [200.0, 200.0, 150.0, 100.0, 350.0]
    assert new.rows(YEAR)[-1][:2] == ["留存 retained", "年终奖池 year"]


def test_a_vacant_share_goes_where_the_policy_says(new):
    row = [row["key"] for row in default_rows()["policy"]].index("vacant.to")
    new.write(TABLES["policy"].sheet, **{in_table("policy", row, "value"): "welfare"})
    new.write(**{MANAGER: None})
    assert new.rows(SPLIT)[0] == ["经理 manager", "福利基金 welfare", 10.0, 560.0]


def test_a_split_by_receipts_is_refused_where_the_policy_ranks_by_attainment(new):
    row = [row["key"] for row in default_rows()["policy"]].index("rank.by")
    new.write(TABLES["policy"].sheet, **{in_table("policy", row, "value"): "attainment"})
    assert new["B81"] == VALUE
    assert "attainment" in new[SHARING_WHY]


# --- One call for many cells ----------------------------------------------------------------------


def test_a_name_of_rare_characters_comes_out_of_the_packed_results_whole(new):
    """Programs count such a character as one or as two."""
    new.write(B68="𠮷田𬎆", B70="王  五", **{TEAM_TARGET: 1000000})
    assert [row[1] for row in new.rows(SPLIT)][1:4] == ["李四", "𠮷田𬎆", "王  五"]
    assert [row[0] for row in new.rows(RANKS)][:3] == ["李四", "𠮷田𬎆", "王  五"]


@pytest.mark.parametrize(
    ("cells", "asked", "word"),
    [
        ({STAR: "王小五"}, "E82", "王小五"),
        ({TARGET: "x"}, "D40", "correct that first"),
        ({TARGET: -100}, "D40", "above zero"),
    ],
    ids=["a call", "an argument", "one of the results"],
)
def test_a_cell_that_shows_a_part_of_a_result_tells_why_too(new, cells, asked, word):
    new.write(L3=f"=TRADEDEPT.CELLS.TD_WHY({asked})", **cells)
    assert isinstance(new[asked], dict)
    assert word in new["L3"]


# --- Bad input ------------------------------------------------------------------------------------


def test_receipts_that_are_no_number_show_an_error_and_why(new):
    new.write(**{RECEIPTS: "abc"})
    assert [new[cell] for cell in (ATTAINMENT, COMMISSION, PERFORMANCE, BOTH)] == [VALUE] * 4
    assert (new["B21"], new[TIERS_CHECK]) == (VALUE, VALUE)
    assert "abc" in new[WHY]
    assert new[TEAM_COMMISSION] == 5600.0


def test_a_target_of_zero_shows_an_error_and_why(new):
    new.write(**{TARGET: 0})
    assert (new[ATTAINMENT], new[COMMISSION]) == (NUMBER, NUMBER)
    assert "above zero" in new[WHY]


def test_a_persons_receipts_that_are_no_number_do_not_leave_the_sums_smaller(new):
    new.write(C69="26万元")
    assert new["F69"] == VALUE
    assert (new["C76"], new[TEAM_RECEIPTS], new[TEAM_COMMISSION]) == (VALUE, VALUE, VALUE)
    assert isinstance(new["B81"], dict) and isinstance(new[SPLIT_CHECK], dict)
    assert "26万元" in new["B77"]


def test_a_person_without_receipts_is_no_person_with_none(new):
    new.write(B73="周八", D73=100000)
    assert (new["E73"], new["F73"]) == (VALUE, VALUE)
    assert "blank" in new["B77"]


@pytest.mark.parametrize("empty", ["C68", "D68"], ids=["receipts", "target"])
def test_a_person_without_a_figure_does_not_leave_the_teams_smaller(new, empty):
    """A close refuses and names them (RULES 2); a team commission without them would be a
    plausible number.
    """
    new.write(**{empty: None})
    assert (new[TEAM_COMMISSION], new["B81"]) == (VALUE, VALUE)
    assert "is blank" in new["B77"]


def test_an_attainment_of_the_curve_that_is_no_number_shows_an_error_and_why(new):
    new.write(B36="half")
    assert (new["C36"], new["D36"]) == (VALUE, VALUE)
    assert "receipts is itself the formula error #VALUE!" in new["B45"]


def test_a_star_that_nobody_is_shows_an_error_and_why(new):
    new.write(**{STAR: "王小五"})
    assert new["B81"] == VALUE
    assert isinstance(new[SPLIT_CHECK], dict)
    assert "王小五" in new[SHARING_WHY]


def test_shares_that_are_not_100_percent_are_an_error_and_no_split(new):
    new.write(TABLES["shares"].sheet, **{in_table("shares", 0, "share"): 11})
    assert new["B81"] == NUMBER
    assert "100 %" in new[SHARING_WHY]
