"""An order's papers as print-ready sheets and PDF, all filled from the one data set (C-2)."""
