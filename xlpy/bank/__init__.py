"""Statements as banks and payment services write them: from a file's bytes to lines, whatever its
form.
"""
