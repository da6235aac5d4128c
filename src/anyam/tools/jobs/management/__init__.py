"""Commands of the jobs tool."""
