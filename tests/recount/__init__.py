"""Every figure of a folder of workbooks counted once more: plainly, slowly, from the cells.

Nothing of the program is used here, nor its catalogue: openpyxl opens the workbooks, Python's
fractions add up, and each indicator is a sentence of its own. What the program says must be
what these few lines say, to the last digit.
"""

from .catalogue import INDICATORS
from .county import Count, count_year
from .lists import Listed, lists
from .standing import Stand, stand

__all__ = ["INDICATORS", "Count", "Listed", "Stand", "count_year", "lists", "stand"]
