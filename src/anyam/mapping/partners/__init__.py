"""Partners: organisations that school works with, their sites, people, seats and the contact log."""
