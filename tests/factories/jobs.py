"""Kinds of jobs for tests, registered for the time of one test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from anyam.tools.jobs.registry import JOBS, register


@contextmanager
def job_kind(name: str, function: Callable, **limits) -> Iterator[str]:
    """`name` stands for `function` inside the block."""
    register(name, function, **limits)
    try:
        yield name
    finally:
        JOBS._fillers.pop(name)
