"""The terms of the trade department, once: what each is called in Chinese and English, and what it
means.

A term's explanation is a sentence in each language. Labels of tables, columns, choices and buttons
that are a term bear its names; the pages `glossary.md` are made from here.
"""

from dataclasses import dataclass

from xlpy.core.text import Text

PAY, MONTH, ORDERS, BOOK = (
    Text("提成与工资", "Commission and pay"),
    Text("月份与结账", "The month and its close"),
    Text("订单与单据", "Orders and papers"),
    Text("工作簿", "The workbook"),
)
GROUPS = (PAY, MONTH, ORDERS, BOOK)


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its group, names, meaning, and the rule that it comes from (empty: none)."""

    group: Text
    name: Text
    meaning: Text
    rule: str = ""


def _terms(group: Text, lines: str) -> tuple[Term, ...]:
    """The terms of a group: a line with the names and the rule, below it what it means, Chinese
    and English.
    """
    split = lines.strip().splitlines()
    found = []
    for names, *meaning in zip(split[::3], split[1::3], split[2::3], strict=True):
        zh, en, rule = names.split("|")
        found.append(Term(group, Text(zh, en), Text(*meaning), rule))
    return tuple(found)


TERMS = (
    *_terms(
        PAY,
        """
提成|commission|B-3.B.1
按回款和任务分档计算的奖励。
What a person or a team earns on receipts, by tiers of the target.
提成基数|commission base|B-3.B.1
本月回款加上月结转，提成按它计算。
The month's receipts and what was carried in; commission is reckoned on it.
提成档|tier|B-3.B.1
一段完成率，这一段的回款用同一个提成率。
A span of attainment; receipts in it earn one rate.
任务|target|B-3.B.1
一人或一个团队当月应完成的回款。
The receipts that a person or a team is to bring in.
完成率|attainment|B-3.B.1
回款除以任务。
Receipts divided by the target.
结转|carry|B-3.B.1
净回款为负时，负数留到下月。
Net receipts below zero, which stay for the next month.
团队提成|team commission|B-3.B.2
按团队回款和团队任务计算、再分给各人的提成。
Commission on the team's receipts against its target, shared out afterwards.
团队提成分配|split|B-3.B.2.c
团队提成分给经理、名次、协作之星和奖池的份额。
How the team commission goes to manager, ranks, star and pools.
协作之星|collaboration star|B-3.B.2.c
经理每月指定的一个人，得一份团队提成。
The person whom the manager names each month for a share of the team commission.
协作分成|shared credit|B-3.B.1
一张订单的回款由几个人分的比例。
The parts of an order's receipts that several people are credited with.
奖池|pool|B-3.C
团队提成留下的钱：福利基金、季度奖池、年终奖池。
Money that the team commission leaves: welfare fund, quarter pool, year pool.
季奖与年奖|prizes|B-3.C
季末、年末从奖池分出的奖金。
What the pools pay out after a quarter and a year.
岗位工资|post wage|B-3.A
按岗位固定的月工资。
The wage of a role, by month.
业绩工资|sales pay|B-3.A
绩效的一部分，全额乘完成率。
The part of performance pay that goes with attainment.
全勤|attendance pay|B-3.A
没有迟到早退和事假的月份的奖励。
Pay for a month without lateness and personal leave.
团队精神|teamwork|B-3.A
经理每月评的一项：全额、半额、无。
A grade of the manager's each month: full, half, none.
执行力|execution|B-3.A
经理每月评的另一项：全额、半额、无。
The manager's other grade each month: full, half, none.
罚款|fine|B-4
按制度扣的钱，从绩效里扣，不低于 0。
Money taken by the catalogue from performance pay, never below zero.
建议奖|suggestion reward|B-3.C.c
好建议的一次性奖励。
A single payment for a good suggestion.
更正|adjustment|B-3.A
结账以后改动的差额，记在下一个没有结账的月份。
What a change after a close makes good, in the next open month.
工资|payroll|B-3.A
每人每月各项之和。
What each person gets in a month, item by item.
""",
    ),
    *_terms(
        MONTH,
        """
回款|receipt|B-3.B.1
客户付来的一笔钱，按到账日和汇率折成人民币。
A payment that arrived, in yuan by its day and rate.
汇率|exchange rate|B-3.B.1
一单位外币合多少元。
How many yuan a unit of a currency is.
准备|prepare|RULES
加入一个月还缺的行，如考勤、评分、任务。
To add the rows that a month still needs.
检查|check|RULES
列出数据里的全部问题，每条写明哪里、哪条规则、怎么办。
To list every issue with its place, rule and remedy.
试算|preview|RULES
算出结账的结果，但不写入。
To compute a close without writing it.
结账|close|RULES
算出一个期间的结果，写进结果表并封签。
To compute a period, write its results and seal them.
反结账|re-opening|RULES
撤回最后一次结账，记下谁和为什么。
Taking the last close back, with name and reason.
锁定|lock|RULES
让结过的期间不能再反结账。
To keep a closed period from being re-opened.
封签|seal|RULES
结账时读过、写过的行的摘要，供以后核对。
The digest of the rows that a close read and wrote.
核对|verify|RULES
看结过的期间是否仍与结账时一样。
To compare closed periods with what the closes read and wrote.
""",
    ),
    *_terms(
        ORDERS,
        """
询盘|enquiry|C-5.13
客户第一次来问。
A customer's first question.
报价单|quotation|C-2.2
给客户的价格和条件。
Prices and terms offered to a customer.
形式发票|proforma invoice|C-2.3
双方确认的订单条件，客户凭它付定金。
The agreed terms of an order, on which the deposit is paid.
样办单|sample form|C-2.1
做样品的要求、数量和留样。
What a sample is to be, how many, and which is kept.
成本分析单|cost analysis|C-2.4
一张订单的收入、成本和利润率。
An order's revenue, costs and margin.
利润率|margin|C-2.4
利润除以收入。
Profit divided by revenue.
生产加工单|production order|C-2.5
交给工厂做的货和要求。
What a workshop is to make, and how.
采购单|purchase order|C-2.6
向供应商订的配件。
Parts ordered from a supplier.
验货报表|inspection report|C-2.7
对货物的一次检查和结果。
One inspection of the goods and its result.
财务跟踪单|account follow-up|C-2.8
应收的定金、余款和应付的配件款。
Deposits and balances due, and what is owed for parts.
信用证|letter of credit|C-2.8
银行按单据付款的承诺。
A bank's promise to pay against papers.
装箱单|packing list|C-2.9
每箱装了什么、多重、多大。
What each package holds, its weight and size.
定金|deposit|C-2.8
投产前付的一部分货款。
The part paid before production.
余款|balance|C-2.8
定金以外的货款。
What is still to be paid after the deposit.
贸易术语|incoterm|C-2.2
谁付运费、风险在哪里转移（Incoterms 2020）。
Who pays for carriage and where the risk passes (Incoterms 2020).
订单档案|order dossier|C-2.11
一张订单的全部单据。
All papers of an order.
阶段|stage|C-2
订单走到哪一步。
How far an order has come.
批准|approval|C-2
有权的人对一组数字的同意；数字一变就失效。
Consent to figures as they were seen; void when they change.
放行|waiver|C-2
条件没有满足而准许继续，写明原因。
Leave to go on although a condition is not met, with the reason.
归档|archive|E-4.2
一张订单的单据、数据和摘要存成一个文件。
An order's papers, rows and digests in one file.
""",
    ),
    *_terms(
        BOOK,
        """
首页|home|
下一步做什么、还缺什么、各表在哪里。
What to do next, what is missing, where each sheet is.
看板|dashboard|
一年的主要数字和图表。
The year's figures and charts.
待办|to do|
一个月结账前还缺的东西。
What a month needs before it can be closed.
规则参数|policy|RULES
部门规则的数字，改动时加一行新日期。
The numbers of the rules; a change is a new row with its date.
键|key|
程序和公式用的名字，各种语言都一样。
The name that programs and formulas use, the same in every language.
版式|layout|
工作簿里有哪些表和列的版本号。
The version of a workbook's tables and columns.
备份|backup|
写入前存下的一份副本。
A copy kept before something is written.
""",
    ),
)
