"""PKL up to the companies' answers: participants, choices, matching rounds, placements."""
