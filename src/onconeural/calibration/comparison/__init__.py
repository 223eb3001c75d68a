"""Published rows against predicted ones: predictions, their errors, and the table of what holds."""
