"""Who did what when: one tamper-evident chain per school."""
