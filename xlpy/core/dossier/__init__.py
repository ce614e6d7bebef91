"""The order dossier: what each stage needs, what is missing, whether the forms agree (C-2, E-3)."""
