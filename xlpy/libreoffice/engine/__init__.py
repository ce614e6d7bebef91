"""xlwings' objects over a document that is open in LibreOffice.

`open_book` gives them without xlwings, as LibreOffice's own Python has it not: books, sheets,
tables and ranges with the methods that our jobs and macros use. `register` makes the same engine
one of xlwings', where that is installed.
"""

from xlpy.libreoffice.engine.front import Book
from xlpy.libreoffice.unotypes import Uno

__all__ = ["Book", "open_book", "register"]


def open_book(document: Uno, context: Uno) -> Book:
    """The Book of an open document; `context` is LibreOffice's component context."""
    from xlpy.libreoffice.engine.program import Engine

    return Book(Engine(context).apps[0].books.of(document))


def register(context: Uno) -> Uno:
    """Make this LibreOffice xlwings' active engine; the engine."""
    import xlwings

    from xlpy.libreoffice.engine.program import Engine

    engine = xlwings.Engine(impl=Engine(context))
    xlwings.engines.add(engine)
    engine.activate()
    return engine
