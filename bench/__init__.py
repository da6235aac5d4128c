"""Measurements of speed and memory: never part of the test suite, run one by one with `python -m bench.<name>`."""
