Attribute VB_Name = "TdRibbon"
Option Explicit

' Written by xlpy.build.macros from the list of buttons; changes are lost.

Public Sub OnPrepare(control As IRibbonControl)
    TdPress "prepare"
End Sub

Public Sub OnCheck(control As IRibbonControl)
    TdPress "check"
End Sub

Public Sub OnPreviewMonth(control As IRibbonControl)
    TdPress "preview_month"
End Sub

Public Sub OnCloseMonth(control As IRibbonControl)
    TdPress "close_month"
End Sub

Public Sub OnReopen(control As IRibbonControl)
    TdPress "reopen"
End Sub

Public Sub OnCloseQuarter(control As IRibbonControl)
    TdPress "close_quarter"
End Sub

Public Sub OnCloseYear(control As IRibbonControl)
    TdPress "close_year"
End Sub

Public Sub OnTodo(control As IRibbonControl)
    TdPress "todo"
End Sub

Public Sub OnDraft(control As IRibbonControl)
    TdPress "draft"
End Sub

Public Sub OnDone(control As IRibbonControl)
    TdPress "done"
End Sub

Public Sub OnFunnel(control As IRibbonControl)
    TdPress "funnel"
End Sub

Public Sub OnCards(control As IRibbonControl)
    TdPress "cards"
End Sub

Public Sub OnClash(control As IRibbonControl)
    TdPress "clash"
End Sub

Public Sub OnMerge(control As IRibbonControl)
    TdPress "merge"
End Sub

Public Sub OnHandOver(control As IRibbonControl)
    TdPress "hand_over"
End Sub

Public Sub OnGrade(control As IRibbonControl)
    TdPress "grade"
End Sub

Public Sub OnBoard(control As IRibbonControl)
    TdPress "board"
End Sub

Public Sub OnCheckOrder(control As IRibbonControl)
    TdPress "check_order"
End Sub

Public Sub OnNewOrder(control As IRibbonControl)
    TdPress "new_order"
End Sub

Public Sub OnChangeStage(control As IRibbonControl)
    TdPress "change_stage"
End Sub

Public Sub OnOrderPapers(control As IRibbonControl)
    TdPress "order_papers"
End Sub

Public Sub OnApprove(control As IRibbonControl)
    TdPress "approve"
End Sub

Public Sub OnWaive(control As IRibbonControl)
    TdPress "waive"
End Sub

Public Sub OnRevise(control As IRibbonControl)
    TdPress "revise"
End Sub

Public Sub OnArchiveOrder(control As IRibbonControl)
    TdPress "archive_order"
End Sub

Public Sub OnAttachFile(control As IRibbonControl)
    TdPress "attach_file"
End Sub

Public Sub OnImportReceipts(control As IRibbonControl)
    TdPress "import_receipts"
End Sub

Public Sub OnExplain(control As IRibbonControl)
    TdPress "explain"
End Sub

Public Sub OnStatements(control As IRibbonControl)
    TdPress "statements"
End Sub

Public Sub OnPlan(control As IRibbonControl)
    TdPress "plan"
End Sub

Public Sub OnPunches(control As IRibbonControl)
    TdPress "punches"
End Sub

Public Sub OnWeek(control As IRibbonControl)
    TdPress "week"
End Sub

Public Sub OnReport(control As IRibbonControl)
    TdPress "report"
End Sub

Public Sub OnImportTable(control As IRibbonControl)
    TdPress "import_table"
End Sub

Public Sub OnBackup(control As IRibbonControl)
    TdPress "backup"
End Sub

Public Sub OnUndo(control As IRibbonControl)
    TdPress "undo"
End Sub

Public Sub OnVerify(control As IRibbonControl)
    TdPress "verify"
End Sub

Public Sub OnWhy(control As IRibbonControl)
    TdShowWhy
End Sub

Public Sub OnFunctionHelp(control As IRibbonControl)
    TdPutFunctionHelp
End Sub

Public Sub OnLanguage(control As IRibbonControl)
    TdPress "language"
End Sub

Public Sub OnSetup(control As IRibbonControl)
    TdPress "setup"
End Sub

Public Sub OnShowSheets(control As IRibbonControl)
    TdPress "show_sheets"
End Sub

Public Sub OnHelp(control As IRibbonControl)
    TdPress "help"
End Sub
