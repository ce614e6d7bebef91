"""One quarter of the plan and its days: items, logs, punches, a fine, the week (A, D)."""

import json
from decimal import Decimal

import pytest
from commands import command

from xlpy.book.load import load
from xlpy.files import WorkbookFile

PLAN = """项目号,年度,季度,交付内容,类数,每类数量,单位,权重,负责人,协助,期限,完成日期
Q1-1,2012,Q1,应用图：20 类每类 9 张,20,9,张,3,王芳,陈明,2012-03-01,2012-02-27
Q1-2,2012,Q1,图片文字,20,9,段,2,陈明,王芳,2012-03-01,
Q1-3,2012,Q1,新员工培训三周,3,5,次,,刘洋,,2012-03-05,2012-03-05
Q1-4,2012,Q1,专题会议,4,1,次,,刘洋,,2012-03-31,
"""
PROGRESS = """日期,项目号,累计完成,登记人
2012-01-30,Q1-1,60,王芳
2012-02-27,Q1-1,180,王芳
2012-02-27,Q1-2,45,陈明
2012-03-26,Q1-2,90,陈明
2012-03-05,Q1-3,15,刘洋
2012-03-19,Q1-4,2,刘洋
"""
TABLES = {
    "staff": "姓名,岗位,入职日期\n刘洋,经理,2009-01-05\n王芳,业务员,2010-03-01\n"
    "陈明,业务员,2010-06-01\n",
    "plan_items": PLAN,
    "plan_progress": PROGRESS,
    "badges": "考勤号,姓名\n7,王芳\n12,陈明\n",
    "issue_log": "问题号,日期,什么事,起因,措施,为什么这样治,负责人,期限,完成日期,复查有效日期\n"
    "I-1,2012-01-16,图片错位,没有统一规格,定 800×800,治本,王芳,2012-01-20,2012-01-20,2012-03-20\n"
    "I-2,2012-03-26,图片又错位,规格没有统一,改模板,,王芳,2012-03-30,2012-03-28,\n",
    "work_log": "日期,类别,姓名,完成工作\n"
    + "".join(
        f"{day},周报,{name},一句话\n"
        for day in ("2012-03-19", "2012-03-26", "2012-04-01")
        for name in ("刘洋", "王芳", "陈明")
        if (day, name) != ("2012-03-26", "陈明")
    ),
    "meetings": "日期,类别,主持,参加,上周,下周\n2012-03-19,周例会,刘洋,刘洋; 王芳,回顾,重点\n"
    "2012-03-26,周例会,刘洋,刘洋; 王芳; 陈明,回顾,重点\n",
    "trainings": "日期,主题,参加,课时\n2012-02-20,产品,王芳; 陈明,4\n2012-03-05,信用证,王芳,4\n"
    "2012-03-12,平台,陈明,3\n2012-04-09,展会,王芳,2\n",
}  # fmt: skip
PUNCHES = (
    "7\t2012-03-26 08:12:00\n7\t2012-03-26 18:01:00\n12\t2012-03-26 07:58:00\n"
    "12\t2012-03-26 12:00:00\n12\t2012-03-26 13:29:00\n12\t2012-03-26 18:00:00\n"
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quarter")
    path = folder / "book.xlsm"
    run("new", path)
    run("holidays", path, "2012")
    for table, text in TABLES.items():
        file = folder / f"{table}.csv"
        file.write_text(text, encoding="utf-8")
        run("import", path, table, file)
    return path


def run(*words):
    done = command(*words)
    assert done.code == 0, done.err.decode()
    return done.out.decode()


def document(*words):
    return json.loads(run(*words, "--json"))


def test_the_quarters_board_is_the_weighted_mean_of_its_four_items(book):
    found = document("plan", book, "2012-Q1", "--day", "2012-04-02")
    [quarter] = [row for row in found["board"] if (row["quarter"], row["owner"]) == ("Q1", None)]
    # (3 × 180/180 + 2 × 90/180 + 1 × 15/15 + 1 × 2/4) ÷ 7 = 5.5 ÷ 7.
    assert (quarter["done"], quarter["late"], quarter["progress"]) == (2, 2, "78.57")
    # On 1 March and on 31 March; the meetings' deadline is one look.
    assert found["slipped"] == {"Q1-2": 2, "Q1-4": 1}
    assert found["waits_for"] == {"刘洋": ["Q1-4"], "陈明": ["Q1-2"]}
    late = {row["item_no"]: row["overdue_working_days"] for row in found["items"]}
    # 2012-03-31 and 04-01 are make-up days, 04-02 to 04-04 free: 21 in March behind the 1st, and 1.
    assert (late["Q1-2"], late["Q1-4"]) == (23, 1)


def test_check_names_the_cause_that_came_back_and_the_summary_that_is_missing(book):
    found = document("check", book)
    issues = found["issues"] if isinstance(found, dict) else found
    told = {(issue["table"], issue["column"]) for issue in issues}
    assert {("issue_log", "repeats"), ("issue_log", "why_this_cure")} <= told
    assert ("issue_log", "held_on") in told
    text = json.dumps(issues, ensure_ascii=False)
    assert "2012-W12" in text and "陈明" in text
    assert ("trainings", "date") not in told


def test_punches_a_proposal_a_decision_and_a_fine(book, tmp_path):
    file = tmp_path / "1_attlog.dat"
    file.write_text(PUNCHES, encoding="utf-8")
    shown = document("punches", book, file, "--dry-run")
    assert [(row["name"], row["code"]) for row in shown["proposals"]] == [("王芳", "B-4.5")]
    run("punches", book, file)
    rows = WorkbookFile(book).read(["attendance", "fines"])
    assert [(r.name, r.late) for r in load(rows["attendance"])[0]] == [("王芳", 1), ("陈明", 0)]
    assert load(rows["fines"])[0] == []
    about = ["2012-03-26", "王芳", "B-4.5", "--decision", "罚", "--by", "刘洋"]
    run("fines", book, "--decide", *about, "--amount", "20", "--day", "2012-04-02")
    [fine] = load(WorkbookFile(book).read(["fines"])["fines"])[0]
    assert (fine.name, fine.code, fine.amount) == ("王芳", "B-4.5", int(Decimal(20) * 100))


def test_the_last_week_of_the_quarter_is_drawn_from_all_of_it(book, tmp_path):
    found = document("week", book, "2012-W13", "--day", "2012-04-02")
    people = {person["name"]: person for person in found["people"]}
    assert people["陈明"]["plan"] == [{"item_no": "Q1-2", "before": "25.00", "after": "50.00"}]
    assert [step["number"] for step in people["刘洋"]["next_week"]] == ["Q1-4"]
    assert [row["issue_no"] for row in found["issues_logged"]] == ["I-2"]
    # The summaries of Sunday, 1 April, a make-up day, are of their own week.
    assert (found["no_summary"], people["陈明"]["said"]["done"]) == ([], "一句话")
    run("plan", book, "2012", "--day", "2012-03-26", "--ics", tmp_path / "plan.ics")
    events = (tmp_path / "plan.ics").read_text(encoding="utf-8")
    assert events.count("BEGIN:VEVENT") == 3 and "周例会" in events
