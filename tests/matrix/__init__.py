"""Every kind of dirty cell with every rule: no fault hides another, and none is made up."""
