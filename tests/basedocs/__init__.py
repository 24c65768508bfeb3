"""Drew the base templates in templates/基础模板 once; the .docx files are the source since then."""
