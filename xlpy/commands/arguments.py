"""What commands take: how each argument is named, what help says of it, and what one looks like."""

from typing import Any

from xlpy.commands import PERIODS

ARGUMENTS: dict[str, dict[str, Any]] = {
    "book": {"help": "工作簿 workbook, such as TradeDept.xlsm"},
    "new book": {"help": "工作簿 workbook: TradeDept.xlsm, or .xlsx without macros"},
    "table": {"help": "表 table key, such as receipts"},
    "file": {"help": "文件 file: CSV, .xlsx, .xls; bank: also MT940, camt.053"},
    "import file": {
        "help": "文件 file: CSV, .xlsx, .xls; clipboard: what was copied; -: what is piped in"
    },
    "month": {"help": "月份 month, such as 2012-07"},
    "period": {"help": f"期间 period: {PERIODS}"},
    "name": {"help": "姓名 name of the staff table"},
    "year": {"help": "年 year, such as 2026"},
    "week": {"help": "周 week, such as 2012-W28; left out: the one to be summed up now"},
    "week --out": {
        "metavar": "FILE",
        "help": "也存成 .xlsx 或 .pdf 打印 save it to print as .xlsx or .pdf, too",
    },
    "fines --day": {
        "metavar": "DAY",
        "help": "当作哪一天，如 2012-07-09 as on that day; left out: today",
    },
    "--propose": {
        "metavar": ("DAY", "NAME", "CODE"),
        "nargs": 3,
        "help": "建议罚款：哪天、谁、哪条规则 propose a fine: the day, who, which rule",
    },
    "--decide": {
        "metavar": ("DAY", "NAME", "CODE"),
        "nargs": 3,
        "help": "决定这条建议 decide this proposal",
    },
    "fines --decision": {"metavar": "WORD", "help": "罚 或 不罚 fine, or no fine"},
    "--amount": {"metavar": "CNY", "help": "金额，不写按规则表 the fine; left out: by the policy"},
    "week --day": {
        "metavar": "DAY",
        "help": "当作哪一天，如 2012-07-09 as on that day; left out: today",
    },
    "order_no": {"help": "订单号 order number; paper: several with commas, or all"},
    "source": {"help": "订单号或报价单号 an order or a quotation"},
    "stage": {"help": "阶段 stage, such as confirmed; on hold, cancelled, lost"},
    "form": {"help": "单据 form, such as proforma; paper: several with commas, or all"},
    "gate": {"help": "关口 gate: deposit, balance"},
    "--note": {"metavar": "TEXT", "help": "说明 note"},
    "--kind": {
        "metavar": "KIND",
        "help": "类别 kind: signed, bank, paper, picture, mail, other",
    },
    "--verify": {
        "metavar": "FILE",
        "help": "只核对这个归档 zip 的摘要 only compare the digests of this archive",
    },
    "--language": {"metavar": "CODE", "help": "单据语言 language of the paper: zh, en"},
    "--template": {
        "metavar": "FILE",
        "help": "自己的单据模板 .xlsx your own form to fill; left out: the folder .templates",
    },
    "--fields": {
        "action": "store_true",
        "help": "列出模板可写的字段 list what a template can name",
    },
    "--starter": {
        "metavar": "FILE",
        "help": "存一个写着全部字段的模板 save a template with all fields",
    },
    "new --language": {
        "metavar": "CODE",
        "help": "工作簿的语言 language of the workbook: zh, en, both",
    },
    "setup --language": {
        "metavar": "CODE",
        "help": "新建时的语言 language of a new workbook: zh, en, both",
    },
    "--demo": {"action": "store_true", "help": "带一年示例数据 with a year of sample data"},
    "--replace": {
        "action": "store_true",
        "help": "替换原有的（整张表、文件） replace all rows of the table, or files of that name",
    },
    "export table": {"help": "表 table key; with --to also a month such as 2012-07, or all"},
    "--to": {"metavar": "FILE", "help": "写到 .xlsx 或 .csv 文件 into a file for people"},
    "--merge": {
        "action": "store_true",
        "help": "更新已有的行 bring rows of known keys up to date, keep the rest",
    },
    "--map": {
        "metavar": "THEIRS=OURS",
        "action": "append",
        "help": "他们的列名=我们的列 what a heading of theirs is",
    },
    "--ignore": {
        "metavar": "COLUMN",
        "action": "append",
        "help": "不要这一列 leave a column of the file out",
    },
    "--person": {"metavar": "NAME", "help": "只要此人的 that of one person only"},
    "--anyway": {
        "action": "store_true",
        "help": "文件有损坏的部件也写 write although parts of the file are damaged",
    },
    "part": {"help": "部分 part, such as orders; several with commas, or all"},
    "--company": {
        "metavar": "NAME",
        "help": "公司名称，可加 |英文名 the company's name; |English name may follow",
    },
    "--people": {"metavar": "FILE", "help": "员工表文件 a file of people and roles"},
    "--targets": {
        "metavar": "FILE",
        "help": "任务文件，按月或按年 a file of targets, by month or by year",
    },
    "--start": {"metavar": "MONTH", "help": "从哪个月开始结账 the first month to close"},
    "--parts": {
        "metavar": "LIST",
        "help": "用哪些部分，逗号分开，或 none parts in use, with commas, or none",
    },
    "--hide": {
        "action": "store_true",
        "help": "隐藏，内容不变 take them out of view; what they hold stays",
    },
    "--yes": {"action": "store_true", "help": "不再询问 do not ask"},
    "shell": {"help": "bash, zsh, powershell"},
    "undo --anyway": {"action": "store_true", "help": "丢弃此后的改动 lose what was edited since"},
    "import --anyway": {
        "action": "store_true",
        "help": "有相同的行、部件有损坏也写 write although rows stand there already, or parts are "
        "damaged",
    },
    "--write": {"action": "store_true", "help": "也写入看板工作表 fill the board's sheet, too"},
    "--csv": {"action": "store_true", "help": "CSV 而非 JSON"},
    "--dry-run": {"action": "store_true", "help": "只试算不写入 compute and print, write nothing"},
    "--order": {"metavar": "NO", "help": "只查这张订单 the dossier of one order"},
    "--out": {"metavar": "PATH", "help": "写到哪里 where to write; left out: beside the workbook"},
    "--owner": {
        "metavar": "NAME",
        "help": "新客户归谁 whose new customers are: who spoke with them",
    },
    "--by": {"metavar": "NAME", "help": "经手人 who does it"},
    "--currency": {
        "metavar": "CODE",
        "help": "对账单没写的币种 the currency where the statement names none",
    },
    "--rate": {
        "metavar": "USD=6.32",
        "action": "append",
        "help": "汇率 CNY per unit; may be given for each currency",
    },
    "--sheet": {
        "metavar": "NAME",
        "help": "文件里有几张工作表时读哪一张 which sheet of the file, where several may be meant",
    },
    "--dates": {
        "metavar": "ORDER",
        "help": "日期里日在前还是月在前 day-first or month-first, as in 05/11/2012",
    },
    "--refunds": {
        "action": "store_true",
        "help": "付出的退款也加入 add refunds, too, as negative receipts",
    },
    "--leave": {"metavar": "4,7", "action": "append", "help": "略过这些行 leave these lines out"},
    "--reason": {"metavar": "TEXT", "help": "原因 why"},
    "todo --write": {
        "action": "store_true",
        "help": "也写入“跟进清单”表 write the table todo, too",
    },
    "funnel --write": {
        "action": "store_true",
        "help": "也写入“渠道漏斗”表 write the table funnel, too",
    },
    "--month": {"metavar": "MONTH", "help": "只要这个月 the days of this month alone"},
    "--day": {"metavar": "DAY", "help": "哪一天，如 2012-07-09 the day; left out: today"},
    "--ics": {"metavar": "FILE", "help": "也存成日历文件 save a calendar file, too"},
    "--pdf": {"metavar": "FILE", "help": "也存成 PDF save it as PDF, too"},
    "--done": {
        "metavar": ("NO", "TEXT"),
        "nargs": 2,
        "help": "做完一件：编号或客户，说了什么 one is done: its number or customer, what was said",
    },
    "--draft": {
        "metavar": "NO",
        "help": "起草邮件：编号或客户 draft a mail for one: its number or customer",
    },
    "--next": {
        "metavar": ("DAY", "STEP"),
        "nargs": 2,
        "help": "下一步的日期和内容 the next step's day and what it is",
    },
    "report --by": {
        "metavar": "VIEW",
        "help": "按 person, team, customer, region, channel, product, currency; left out: all",
    },
    "report --out": {
        "metavar": "FILE",
        "help": "也存成 .xlsx 或 .pdf save it as .xlsx or .pdf, too",
    },
    "report --write": {
        "action": "store_true",
        "help": "也写入“销售报告”表 write the table sales_report, too",
    },
    "catalogue --out": {"metavar": "FILE", "help": "存成 .xlsx 或 .pdf save it as .xlsx or .pdf"},
    "catalogue --of": {
        "metavar": "NAME",
        "help": "给哪个客户或哪个等级 for which customer, or grade A to D",
    },
    "catalogue --currency": {
        "metavar": "CODE",
        "help": "哪个币种；不写是价格最多的 the currency; left out: that of most prices",
    },
    "funnel --by": {
        "metavar": "VIEW",
        "help": "按 channel, region, salesperson, product; left out: all four",
    },
    "grade --write": {
        "action": "store_true",
        "help": "经理同意：写入评级表和客户的等级 agreed: write gradings and the customers' grades",
    },
    "grade --of": {"metavar": "CUSTOMER", "help": "哪个客户 the customer"},
    "grade --decision": {"metavar": "GRADE", "help": "给它的等级 the grade that it gets"},
    "--back": {
        "metavar": "FILE",
        "help": "取回这个分册里的修改 bring back what was edited in this slice",
    },
    "pool --write": {
        "action": "store_true",
        "help": "收回，写入归属表 give them back: write assignments",
    },
    "kept": {"help": "保留的客户 the customer that stays"},
    "merged": {"help": "并入的客户 the customer that becomes a part of it"},
    "merge_no": {"help": "合并号 number of a merge, such as M-0001"},
    "to": {"help": "接手人 who gets them"},
    "clash file": {"help": "客户名单 a list of customers: CSV, .xlsx, .xls"},
    "--name": {"metavar": "NAME", "help": "公司名 the name of a company"},
    "--mail": {"metavar": "MAIL", "help": "邮箱 mail addresses, with semicolons between"},
    "--phone": {"metavar": "PHONE", "help": "电话 phone numbers, with semicolons between"},
    "--country": {"metavar": "COUNTRY", "help": "国家 country"},
    "holidays --country": {
        "metavar": "COUNTRY",
        "help": "客户国家的节日，all 全部 customers' holidays: a country, or all of theirs",
    },
    "--of": {"metavar": "NO", "help": "哪个询盘或客户 the enquiry, or the customer"},
    "what": {"help": "做什么 what to do: check, close, verify, report"},
    "where": {"help": "文件夹，或清单（CSV） a folder of workbooks, or a list of them (CSV)"},
    "web what": {"help": "做什么 what to do: build, serve"},
    "web where": {"help": "文件夹，放加载项的文件 the folder for the add-in's files"},
    "--url": {
        "metavar": "ADDRESS",
        "help": "文件将放在哪个 https 网址 at which https address the files will lie",
    },
    "--port": {"metavar": "NUMBER", "help": "serve 用的端口 the port of serve; left out: 8443"},
    "--with-writing": {
        "action": "store_true",
        "help": "也有写入的按钮（试验） with the buttons that write (experimental)",
    },
    "--plain": {
        "action": "store_true",
        "help": "不做启动内存（启动慢） without the memory that it starts from",
    },
    "--pyodide": {
        "metavar": "FOLDER",
        "help": "用这个文件夹里的 Pyodide，不联网 Pyodide of this folder, no network",
    },
    "group period": {"help": f"期间 period, for close and report: {PERIODS}"},
    "--workers": {
        "metavar": "N",
        "help": "几个进程同时做；0：就在本进程里依次做 how many processes; 0: this one, in turn",
    },
    "--scheduler": {
        "metavar": "ADDRESS",
        "help": "Dask 调度器 a scheduler of Dask, such as tcp://10.0.0.5:8786",
    },
    "--parquet": {"action": "store_true", "help": "也存成 Parquet save Parquet files, too"},
    "--differences": {
        "metavar": "FILE",
        "help": "哪些差异不许合并 CSV of kind, action: which differences refuse the group",
    },
    "group --out": {
        "metavar": "FOLDER",
        "help": "汇总写到哪个文件夹 where its files go; left out: Group beside the workbooks",
    },
    "group --language": {
        "metavar": "CODE",
        "help": "汇总的语言 language of the group's workbook: zh, en, both",
    },
    "--other": {"metavar": "CUSTOMER", "help": "另一个客户 the other customer"},
    "--decision": {
        "metavar": "WORD",
        "help": "记下决定 write a decision down: same, different, shared",
    },
}
"""What argparse gets for each argument; for one command alone, under its word."""

EXAMPLES = {
    "book": "TradeDept.xlsm",
    "table": "receipts",
    "file": "receipts.csv",
    "bank file": "statement.csv",
    "month": "2012-07",
    "period": "2012-07",
    "grade period": "2012-Q3",
    "name": "王芳",
    "week": "2012-W28",
    "year": "2026",
    "order_no": "SO-1001",
    "source": "SO-1001",
    "stage": "confirmed",
    "form": "proforma",
    "approve form": "cost",
    "gate": "deposit",
    "shell": "bash",
    "part": "orders",
    "--by": "刘洋",
    "--reason": "补单据",
    "attach file": "PI-0001.pdf",
    "--kind": "signed",
    "--out": "papers",
    "what": "check",
    "where": "departments",
    "web what": "build",
    "web where": "addin",
    "catalogue --out": "catalogue.pdf",
    "kept": "Acme GmbH",
    "merged": "Acme Lamps",
    "merge_no": "M-0001",
    "to": "赵磊",
}
"""What a required argument looks like; of one command alone under its word."""


def example(word: str, arguments: str) -> list[str]:
    """The words of a command as one would type it: its required arguments alone."""
    words = ["tradedept", word]
    for argument in arguments.split():
        name = argument.rstrip("!")
        if _is_required(argument):
            words += [name] if name.startswith("--") else []
            words.append(EXAMPLES.get(f"{word} {name}", EXAMPLES[name]))
    return words


def _is_required(argument: str) -> bool:
    return argument.endswith("!") if argument.startswith("--") else not argument.endswith("?")


def argument_help(arguments: str) -> str:
    """A command's arguments as help shows them: `BOOK [PERIOD] [--order NO]`."""
    return " ".join(map(_shown_argument, arguments.split()))


def _shown_argument(argument: str) -> str:
    name = argument.rstrip("?!")
    if not name.startswith("--"):
        return f"[{name.upper()}]" if argument.endswith("?") else name.upper()
    value = ARGUMENTS[name].get("metavar")
    value = " ".join(value) if isinstance(value, tuple) else value
    shown = f"{name} {value}" if value else name
    return shown if argument.endswith("!") else f"[{shown}]"
