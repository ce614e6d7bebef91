"""A sheet's columns by letters and by number."""


def letters(column: int) -> str:
    """A column's letters, from 1: 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """A column's number by its letters: AA is 27."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number
