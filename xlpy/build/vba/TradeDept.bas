Attribute VB_Name = "TradeDept"
Option Explicit
Option Private Module

' Functions in cells and buttons of the ribbon hand over to Python here.
' All texts that people read come from the sheet behind the name td_texts: this source is ASCII.

' Where a function had no result: the calling cell's address -> the reasons by place ("0,0" is the cell itself).
Private reasonsOf As Collection

' The Python that answers. Asking xlwings for it reads nineteen settings, each by way of a whole sheet.
Private pythonAtWork As Object

' Calls a function of udfs.py. Whatever happens, an error is an error of Excel and never a text.
Public Function TdCall(ByVal functionName As String, ByVal arguments As Variant) As Variant
    Dim caller As String, told As String
    caller = TdCaller()
    #If Mac Then
        TdCall = TdFailed(caller, TdText("mac"))
    #Else
        On Error GoTo failed
        TdCall = TdResults(TdAsked(functionName, arguments), caller)
        Exit Function
failed:
        told = Err.Description
        TdCall = TdFailed(caller, TdText("python") & vbLf & told)
    #End If
End Function

' What Python answers; the one at work is kept, and where it has ended another is started, once.
Private Function TdAsked(ByVal functionName As String, ByVal arguments As Variant) As Variant
    #If Not Mac Then
        If Not pythonAtWork Is Nothing Then
            On Error Resume Next
            TdAsked = pythonAtWork.CallUDF("udfs", functionName, arguments, ThisWorkbook, Application.Caller)
            If Err.Number = 0 Then Exit Function
            On Error GoTo 0
            Set pythonAtWork = Nothing
        End If
        Set pythonAtWork = XLPy
        TdAsked = pythonAtWork.CallUDF("udfs", functionName, arguments, ThisWorkbook, Application.Caller)
    #End If
End Function

' Why a cell with a TD_ function shows an error; empty when it shows none.
Public Function TdWhy(ByVal cell As Range) As Variant
    Dim first As Range, anchor As Range, found As Collection
    Set first = cell.Cells(1, 1)
    If Not IsError(first.Value) Then
        TdWhy = ""
        Exit Function
    End If
    Set anchor = TdAnchor(first)
    If InStr(1, anchor.Formula, "TD_", vbTextCompare) = 0 Then
        TdWhy = TdOfOthers(anchor)
        Exit Function
    End If
    TdWhy = TdText("unknown")
    On Error Resume Next
    Set found = reasonsOf(anchor.Address(External:=True))
    If found Is Nothing Then Exit Function
    TdWhy = found(TdPlace(0, 0))
    TdWhy = found(TdPlace(first.Row - anchor.Row, first.Column - anchor.Column))
End Function

' What the cells tell that a formula names: a part of a packed result bears its reason.
Private Function TdOfOthers(ByVal cell As Range) As Variant
    Dim text As String, word As String, sign As String, told As String, place As Long
    TdOfOthers = TdText("other")
    text = cell.Formula & " "
    For place = 2 To Len(text)
        sign = Mid$(text, place, 1)
        If sign Like "[A-Za-z0-9$]" Then
            word = word & sign
        Else
            If word Like "*[A-Za-z]*#" Then told = TdOfOther(cell, word)
            word = ""
        End If
        If Len(told) > 0 Then
            TdOfOthers = told
            Exit Function
        End If
    Next place
End Function

' What a cell on the same sheet tells of an error; empty where it has none, or where the word is no address.
Private Function TdOfOther(ByVal cell As Range, ByVal word As String) As String
    Dim other As Range, told As String
    On Error Resume Next
    Set other = cell.Worksheet.Range(word)
    If other Is Nothing Then Exit Function
    If other.Address = cell.Address Then Exit Function
    If IsError(other.Value) Then
        told = TdWhy(other)
        If told <> TdText("other") Then TdOfOther = told
    ElseIf Left$(other.Value, 1) = "#" Then
        TdOfOther = Mid$(other.Value, InStr(other.Value, " ") + 1)
    End If
End Function

' Says why the selected cell shows an error.
Public Sub TdShowWhy()
    Dim told As String
    If TypeName(Selection) = "Range" Then told = TdWhy(ActiveCell)
    If Len(told) = 0 Then told = TdText("fine")
    TdSay told
End Sub

' Presses a button: a function of macros.py.
Public Sub TdPress(ByVal key As String)
    #If Mac Then
        RunPython "import macros; macros." & key & "()"
    #Else
        If TdInstalled() Then
            RunPython "import macros; macros." & key & "()"
        Else
            TdSay TdText("install")
        End If
    #End If
End Sub

' Puts the functions' help into the function wizard; it stays there until Excel is closed.
Public Sub TdPutFunctionHelp()
    Dim entry As Range, helps() As String, count As Long, place As Long, told As String
    On Error GoTo failed
    For Each entry In ThisWorkbook.Names("td_function_help").RefersToRange.Rows
        count = Application.WorksheetFunction.CountA(entry) - 2
        If count > 0 Then
            ReDim helps(0 To count - 1)
            For place = 0 To count - 1
                helps(place) = entry.Cells(1, 3 + place).Value
            Next place
            Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & entry.Cells(1, 1).Value, _
                Description:=entry.Cells(1, 2).Value, Category:=TdText("category"), ArgumentDescriptions:=helps
        End If
    Next entry
    TdSay TdText("help")
    Exit Sub
failed:
    told = Err.Description
    TdSay TdText("nohelp") & vbLf & told
End Sub

' A text by its key, from the sheet; the key itself where there is none.
Public Function TdText(ByVal key As String) As String
    TdText = key
    On Error Resume Next
    TdText = Application.WorksheetFunction.VLookup(key, ThisWorkbook.Names("td_texts").RefersToRange, 2, False)
End Function

' A message. Not MsgBox on Windows: it shows Chinese as ??? where the system is of another language.
Public Sub TdSay(ByVal text As String)
    #If Mac Then
        MsgBox text, vbInformation, "TradeDept"
    #Else
        WScript.Popup text, 0, "TradeDept", vbInformation
    #End If
End Sub

' Whether the interpreter that the sheet xlwings.conf names is there; a bare name is looked for by Windows.
Private Function TdInstalled() As Boolean
    Dim interpreter As String
    interpreter = GetConfig("INTERPRETER_WIN", "python")
    TdInstalled = Not IsFullName(interpreter)
    If Not TdInstalled Then TdInstalled = FileExists(interpreter)
End Function

' The address of the cell that a function is called from; empty when it is called otherwise.
Private Function TdCaller() As String
    On Error Resume Next
    TdCaller = Application.Caller.Cells(1, 1).Address(External:=True)
End Function

' The cell that holds the formula of which a cell shows a part.
Private Function TdAnchor(ByVal cell As Range) As Range
    Dim later As Object, anchor As Range
    Set TdAnchor = cell
    If cell.HasArray Then
        Set TdAnchor = cell.CurrentArray.Cells(1, 1)
        Exit Function
    End If
    ' Older versions of Excel know no spilling; by this way they need not.
    Set later = cell
    On Error Resume Next
    Set anchor = later.SpillParent
    If Not anchor Is Nothing Then Set TdAnchor = anchor
End Function

Private Function TdPlace(ByVal down As Long, ByVal across As Long) As String
    TdPlace = CStr(down) & "," & CStr(across)
End Function

Private Function TdFailed(ByVal caller As String, ByVal reason As String) As Variant
    Dim reasons As Collection
    Set reasons = New Collection
    reasons.Add reason, TdPlace(0, 0)
    TdRemember caller, reasons
    TdFailed = CVErr(xlErrValue)
End Function

Private Sub TdRemember(ByVal caller As String, reasons As Collection)
    If Len(caller) = 0 Or reasons.Count = 0 Then Exit Sub
    If reasonsOf Is Nothing Then Set reasonsOf = New Collection
    On Error Resume Next
    reasonsOf.Remove caller
    On Error GoTo 0
    reasonsOf.Add reasons, caller
End Sub

' Results as they came from Python, with Excel's errors in the place of marked texts.
Private Function TdResults(ByVal found As Variant, ByVal caller As String) As Variant
    Dim reasons As Collection, down As Long, across As Long
    Set reasons = New Collection
    If Not IsArray(found) Then
        found = TdCell(found, reasons, 0, 0)
    ElseIf TdIsRow(found) Then
        For across = LBound(found) To UBound(found)
            If VarType(found(across)) = vbString Then
                found(across) = TdCell(found(across), reasons, 0, across - LBound(found))
            End If
        Next across
    Else
        For down = LBound(found, 1) To UBound(found, 1)
            For across = LBound(found, 2) To UBound(found, 2)
                If VarType(found(down, across)) = vbString Then
                    found(down, across) = TdCell(found(down, across), reasons, _
                        down - LBound(found, 1), across - LBound(found, 2))
                End If
            Next across
        Next down
    End If
    TdRemember caller, reasons
    TdResults = found
End Function

Private Function TdIsRow(found As Variant) As Boolean
    Dim last As Long
    On Error GoTo flat
    last = UBound(found, 2)
    Exit Function
flat:
    TdIsRow = True
End Function

' A marked text is Chr(2) & "TD" & the error & Chr(2) & the reason: see xlpy/excel/functions.py.
Private Function TdCell(ByVal value As Variant, reasons As Collection, ByVal down As Long, ByVal across As Long) As Variant
    Dim cut As Long
    TdCell = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 3) <> Chr$(2) & "TD" Then Exit Function
    cut = InStr(4, value, Chr$(2))
    reasons.Add Mid$(value, cut + 1), TdPlace(down, across)
    TdCell = CVErr(TdErrorNumber(Mid$(value, 4, cut - 4)))
End Function

Private Function TdErrorNumber(ByVal shown As String) As Long
    Select Case shown
        Case "#NULL!": TdErrorNumber = xlErrNull
        Case "#DIV/0!": TdErrorNumber = xlErrDiv0
        Case "#REF!": TdErrorNumber = xlErrRef
        Case "#NAME?": TdErrorNumber = xlErrName
        Case "#NUM!": TdErrorNumber = xlErrNum
        Case "#N/A": TdErrorNumber = xlErrNA
        Case Else: TdErrorNumber = xlErrValue
    End Select
End Function
