"""Pages as people see them: documents through LibreOffice, looked at line by line."""
