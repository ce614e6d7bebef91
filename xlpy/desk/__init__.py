"""The buttons, what a button needs of the person in front of the screen, and the user's
settings.
"""
