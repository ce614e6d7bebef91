"""Every procedure of VBA, as each kind of Excel compiles it, is read by a grammar of VBA (ANTLR's,
of MS-VBAL).
"""

import re

import pytest
from antlr4 import CommonTokenStream, InputStream, PredictionMode
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser
from vbakit import EXCELS, compiled, modules, pieces

HEAD = 'Attribute VB_Name = "Part"\r\n'


class Errors(ErrorListener):
    """Keeps what the reader tells."""

    def __init__(self):
        self.found = []

    def syntaxError(self, recognizer, symbol, line, column, message, error):
        self.found.append((line - HEAD.count("\n"), message))


def errors(text: str) -> list[tuple[int, str]]:
    """Line and message of each error of a part of a module; the slow way only where the quick one
    finds an error.
    """
    return _read(text, PredictionMode.SLL) and _read(text, PredictionMode.LL)


def _read(text, mode):
    told = Errors()
    lexer = vbaLexer(InputStream(HEAD + "\r\n".join(text.split("\n")) + "\r\n"))
    parser = vbaParser(CommonTokenStream(lexer))
    for reader in (lexer, parser):
        reader.removeErrorListeners()
        reader.addErrorListener(told)
    parser.buildParseTrees = False  # only its errors are looked at
    parser._interp.predictionMode = mode
    parser.startRule()
    return told.found


def parts(name: str) -> list[str]:
    """The declarations and procedures of a module in every Excel, each text once."""
    found = dict.fromkeys(part for excel in EXCELS for _, part in pieces(modules(excel)[name]))
    # The head of a part is ours, without what only a class has.
    return [re.sub(r"\A\s*(Attribute VB_\w+ = .*\n)+", "", part) for part in found]


@pytest.mark.parametrize("name", list(modules("Mac")))
def test_the_grammar_reads_every_procedure_of_every_excel(name):
    found = {part: errors(part) for part in parts(name)}
    assert found and {part: told for part, told in found.items() if told} == {}


@pytest.mark.parametrize(
    "wrong", ["told = = 1", "If told Then", "Dim As String", "Exit Functions now", "Next place"]
)
def test_a_procedure_with_one_wrong_line_is_refused(wrong):
    """The control: a reader that takes everything would pass the test above."""
    right = 'Public Sub Said()\n    Dim told As String\n    told = "x"\nEnd Sub'
    assert errors(right) == []
    assert errors(right.replace('told = "x"', wrong)) != []


def test_each_excel_compiles_its_own_lines():
    text = (
        "#If Mac Then\na\n#ElseIf Win64 Then\nb\n#Else\nc\n#If VBA7 Then\nd\n#End If\n#End If\ne\n"
    )
    assert {excel: compiled(text, excel).split() for excel in EXCELS} == {
        "Windows, 64 bits": ["b", "e"],
        "Windows, 32 bits": ["c", "d", "e"],
        "Windows, before 2010": ["c", "e"],
        "Mac": ["a", "e"],
        "Mac, before 2016": ["a", "e"],
    }
