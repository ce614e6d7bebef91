"""Where spreadsheet programs are, and how they are started."""
