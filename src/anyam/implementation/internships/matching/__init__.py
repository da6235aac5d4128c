"""The door to the engine: problem out of rows, checked answers into rows, explanations for people."""

from anyam.implementation.internships.matching.computing import (
    check_round,
    compute,
    lines_of,
    move,
    stored,
    submit,
)
from anyam.implementation.internships.matching.explaining import (
    Why,
    explain,
    locked_rules,
    move_options,
)
from anyam.implementation.internships.matching.problem import (
    Ground,
    RoundNotComputable,
    build_problem,
    read_ground,
)

__all__ = [
    "Ground",
    "RoundNotComputable",
    "Why",
    "build_problem",
    "check_round",
    "compute",
    "explain",
    "lines_of",
    "locked_rules",
    "move",
    "move_options",
    "read_ground",
    "stored",
    "submit",
]
