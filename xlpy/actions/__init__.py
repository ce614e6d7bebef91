"""What each button does: asks, calls the same job as the command, and says what was done.

A button is declared in the module with its function; `buttons` has them all. Who presses only one
imports its module alone: all of them take a third of a second.
"""
