"""What runs inside LibreOffice when one of its parts asks for the extension. Needs `uno` and the
standard library.
"""
