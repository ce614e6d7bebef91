"""Makes the LibreOffice extension (.oxt) from the list of functions and the list of buttons."""
