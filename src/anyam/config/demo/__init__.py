"""The demonstration: three schools of made-up people, loaded into an empty installation or written as files."""
