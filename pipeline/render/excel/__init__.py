"""The Excel engine: documents from workbooks in which clerks have written tags.

In a template, a cell that is nothing but `{{ x }}` takes the value as what it is (number, date,
text); amid text it is printed. `{% for u in 各单位 %}` at the very start of a cell's text and
`{% endfor %}` at the very end of a cell's text, in the same or a later row, repeat the rows from
the one to the other; `{% if … %}` keeps or drops rows in the same way. A statement that begins and
ends in one cell is that cell's own. `{%tc for … %}` and `{%tc endfor %}` in one row repeat the
columns from the one to the other on the whole sheet, `{%tc if … %}` keeps or drops them. A `for`
or `if` in the name of a sheet makes a sheet for each item, or none. `{{ x|合并同类项 }}` merges
equal neighbours, `{{ x|链接 }}` makes a link, a picture of the data fills its cell. Headers,
footers, text boxes and chart titles take tags outside loops.
"""

from pipeline.render.excel.engine import faults, render, tags
from pipeline.render.excel.highlight import highlighted

__all__ = ["faults", "highlighted", "render", "tags"]
