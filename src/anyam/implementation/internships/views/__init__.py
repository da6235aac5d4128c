"""Pages of the internships room, by subject."""
