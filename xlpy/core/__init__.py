"""The department's rules as pure functions: standard library only, no sheet, no file, no clock."""
