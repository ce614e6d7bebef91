"""A second reading of RULES.md, sections 1 to 5, that shares nothing with the program; tests
compare the two.
"""
