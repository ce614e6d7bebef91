"""The buttons, once: Excel's ribbon, LibreOffice's menu, the callbacks and the documentation come from here.

A button's key is the name of its function in `macros.py`, and of its callback in VBA: `close_month`, `OnCloseMonth`.
"""

from dataclasses import dataclass

TAB = "外贸部 TradeDept"
GROUPS = (
    ("month", "月", "Month"),
    ("periods", "季度与年", "Quarter and year"),
    ("orders", "订单", "Orders"),
    ("people", "人员", "People"),
    ("data", "数据", "Data"),
    ("help", "帮助", "Help"),
)
"""The groups of the ribbon: key, Chinese, English."""

EVERYWHERE, EXCEL = "everywhere", "excel"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its group, labels, what it will do in both languages, and its icon in Excel (an imageMso id).

    `host`: True for what the spreadsheet program's own side answers, without `macros.py`; `where`: which programs
    show the button.
    """

    key: str
    group: str
    zh: str
    en: str
    tip_zh: str
    tip_en: str
    icon: str
    large: bool = False
    host: bool = False
    where: str = EVERYWHERE

    @property
    def label(self) -> str:
        """What stands on the button: Chinese, then English."""
        return f"{self.zh} {self.en}"

    @property
    def tip(self) -> str:
        """What the button will do: Chinese, then English."""
        return f"{self.tip_zh} {self.tip_en}"

    @property
    def callback(self) -> str:
        """The name of the callback in VBA: `OnCloseMonth`."""
        return "On" + "".join(part.title() for part in self.key.split("_"))


BUTTONS = (
    Button(
        "prepare",
        "month",
        "准备本月",
        "Prepare",
        "加入本月还缺的行：考勤、评分、按计划的任务；不重复。",
        "Adds the month's rows that are missing: attendance, grades, targets from the plans; none twice.",
        "SheetRowsInsert",
        large=True,
    ),
    Button(
        "check",
        "month",
        "检查",
        "Check",
        "列出数据和下一个月结账的全部问题；不写入。",
        "Lists every issue of the data and of the next close; writes nothing.",
        "ErrorChecking",
        large=True,
    ),
    Button(
        "preview_month",
        "month",
        "试算",
        "Preview",
        "试算下一个月的结账并显示全部数字；不写入。",
        "Computes the next month's close and shows every figure; writes nothing.",
        "FilePrintPreview",
    ),
    Button(
        "close_month",
        "month",
        "结账",
        "Close month",
        "先显示结果，确认后写入提成、分配、奖池、工资。",
        "Shows the result first; writes commissions, split, pools and pay when you agree.",
        "Lock",
        large=True,
    ),
    Button(
        "reopen",
        "month",
        "反结账",
        "Re-open",
        "撤回最后一次结账，记下经手人和原因。",
        "Takes the last close back; who and why is recorded.",
        "ReviewAllowUsersToEditRanges",
    ),
    Button(
        "close_quarter",
        "periods",
        "季度结账",
        "Close quarter",
        "先显示季度奖的分配，确认后写入。",
        "Shows the quarter's prizes first; writes them when you agree.",
        "ChartTypeColumnInsertGallery",
        large=True,
    ),
    Button(
        "close_year",
        "periods",
        "年度结账",
        "Close year",
        "先显示年终奖的分配，确认后写入。",
        "Shows the year's prizes first; writes them when you agree.",
        "FileMarkAsFinal",
        large=True,
    ),
    Button(
        "board",
        "orders",
        "看板",
        "Board",
        "重写“订单看板”：每张订单的十种单据，完成、到期、缺、待批，还缺什么。",
        "Writes the board anew: every order's ten forms, done, due, missing, approval owed, and what lacks.",
        "ConditionalFormattingIconSetsGallery",
        large=True,
    ),
    Button(
        "check_order",
        "orders",
        "单据检查",
        "Dossier",
        "选中的订单已到哪个阶段、还缺什么：单据、字段、批准、签字。",
        "What the selected order lacks for its stage and the next: form, field, approval, signature.",
        "FileDocumentInspect",
        large=True,
    ),
    Button(
        "new_order",
        "orders",
        "新订单",
        "New order",
        "照以前的订单或报价单生成新订单：下一个编号和各单据的行。",
        "Begins an order like an earlier one or a quotation's: the next number and its forms' rows.",
        "CellsInsertSmart",
    ),
    Button(
        "change_stage",
        "orders",
        "改阶段",
        "Stage",
        "把订单改到下一阶段并记下日期和人；缺东西就列出来。",
        "Brings the order to a stage, with date and person; lists what lacks instead.",
        "FilePermissionRestrictMenu",
    ),
    Button(
        "order_papers",
        "orders",
        "出单据",
        "Papers",
        "生成订单的单据（工作簿和 PDF），存在工作簿旁；缺东西的盖 DRAFT。",
        "Makes the order's papers as workbooks and PDF beside the workbook; a draft says what it lacks.",
        "PrintTitles",
    ),
    Button(
        "approve",
        "orders",
        "批准",
        "Approve",
        "先显示要批的数字，同意后记下谁、何时、看到什么；数字一变，批准失效。",
        "Shows the figure first; notes who approved, when, on which figure. When it changes the approval is void.",
        "SignatureLineInsert",
    ),
    Button(
        "waive",
        "orders",
        "放行",
        "Waive",
        "定金或余款未到而放行：先显示差多少，写明原因。",
        "Lets an order pass without its deposit or balance: shows what lacks first, and asks why.",
        "FilePermissionUnrestricted",
    ),
    Button(
        "archive_order",
        "orders",
        "归档",
        "Archive",
        "全套单据、数据和摘要存成工作簿旁的一个 zip，订单改为已归档。",
        "Puts papers, rows and digests into one zip beside the workbook; the order is archived.",
        "FileCheckIn",
    ),
    Button(
        "import_receipts",
        "orders",
        "导入收款",
        "Bank receipts",
        "读银行的对账单（CSV、Excel、MT940、camt.053），认出订单号，预览后加入回款表。",
        "Reads a bank's statement (CSV, Excel, MT940, camt.053), finds order numbers, adds receipts after a preview.",
        "GetExternalDataImportClassic",
        large=True,
    ),
    Button(
        "explain",
        "people",
        "解释",
        "Explain",
        "选中一个人的行，显示其工资每个数字的来历。",
        "For the person of the selected row: where every figure of the pay comes from.",
        "FormulaEvaluate",
        large=True,
    ),
    Button(
        "statements",
        "people",
        "工资单 PDF",
        "Statements",
        "把一个月的工资单存成 PDF：每人一页，团队一页，奖池一页。",
        "Saves a month's statements as PDF: a page a person, one for the team, one for the pools.",
        "FileSaveAsPdfOrXps",
        large=True,
    ),
    Button(
        "backup",
        "data",
        "备份",
        "Backup",
        "在工作簿旁的备份文件夹里存一份带日期的副本。",
        "Saves a dated copy in the backups folder beside the workbook.",
        "FileSaveACopy",
    ),
    Button(
        "undo",
        "data",
        "撤销写入",
        "Undo",
        "撤回上一个按钮写入的行；其他改动不动。",
        "Takes back the rows that the last button wrote; your other changes stay.",
        "Undo",
    ),
    Button(
        "verify",
        "data",
        "核对",
        "Verify",
        "核对已结的期间是否仍与结账时一致；有改动就列出。",
        "Compares the closed periods with what the closes read and wrote; lists what changed.",
        "FileViewDigitalSignatures",
    ),
    Button(
        "why",
        "help",
        "为什么出错",
        "Why an error",
        "选中显示错误的单元格，说明 TD_ 函数为什么没有结果。",
        "For the selected cell: why its TD_ function shows an error.",
        "TraceError",
        host=True,
    ),
    Button(
        "function_help",
        "help",
        "函数说明",
        "Function help",
        "把各 TD_ 函数的说明装进 Excel 的函数向导。",
        "Puts the help of the TD_ functions into Excel's function wizard.",
        "FunctionWizard",
        host=True,
        where=EXCEL,
    ),
    Button(
        "language",
        "help",
        "语言",
        "Language",
        "信息用中文、英文，或两种都用。",
        "Messages in Chinese, in English, or in both.",
        "Translate",
    ),
    Button(
        "help",
        "help",
        "帮助",
        "Help",
        "版本、每个按钮做什么、下一步。",
        "The version, what each button does, what to do next.",
        "Help",
    ),
)
