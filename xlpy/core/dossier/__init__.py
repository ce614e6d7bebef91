"""The order dossier: what each stage needs, what lacks, whether the forms agree (C-2, E-3). Pure functions."""
