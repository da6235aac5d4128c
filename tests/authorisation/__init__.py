"""Who may what, tried on every address: the matrix, the sweep, and mutants of every guard."""
