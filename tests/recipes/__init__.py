"""The recipes of docs/templates.md, rendered; `python -m tests.recipes` writes its list of names."""
