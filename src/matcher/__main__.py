"""Command line: solve, check, explain and generate placement problems as JSON files."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from matcher.check import check
from matcher.explain import explain
from matcher.generate import generate
from matcher.io import problem_from_json, read_text, result_from_json, to_json, write_text
from matcher.problem import Problem
from matcher.result import Result
from matcher.solve import METHODS, solve
from matcher.supervise import assign_supervisors
from matcher.values import Id, ProblemError

WRONG_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 = done, also when seekers stay unplaced, 1 = check found faults, 2 = wrong input."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except ProblemError as error:
        sys.stderr.write(f"matcher: {error}\n")
        return WRONG_INPUT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="matcher", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    solving = commands.add_parser("solve", help="place the seekers of a problem")
    solving.add_argument("problem", type=Path)
    solving.add_argument("--seed", type=int, default=0)
    solving.add_argument("--method", choices=sorted(METHODS), default="assignment")
    solving.add_argument("--time-limit", type=float, default=None, metavar="SECONDS")
    solving.set_defaults(run=_solve)
    checking = commands.add_parser("check", help="look for faults in a result")
    checking.add_argument("problem", type=Path)
    checking.add_argument("result", type=Path)
    checking.set_defaults(run=_check)
    explaining = commands.add_parser("explain", help="say why a seeker has this place")
    explaining.add_argument("problem", type=Path)
    explaining.add_argument("result", type=Path)
    explaining.add_argument("--seeker", required=True, metavar="ID")
    explaining.add_argument("--counterfactuals", type=int, default=3, metavar="N")
    explaining.set_defaults(run=_explain)
    generating = commands.add_parser("generate", help="make up a problem")
    generating.add_argument("--pupils", type=int, required=True, metavar="N")
    generating.add_argument("--seed", type=int, default=0)
    generating.set_defaults(run=_generate)
    for command in (solving, checking, explaining, generating):
        command.add_argument("-o", "--output", type=Path, default=None, help="file instead of the screen")
    return parser


def _solve(options: argparse.Namespace) -> int:
    problem = _problem(options.problem)
    result = solve(problem, seed=options.seed, time_limit=options.time_limit, method=options.method)
    if problem.supervisors:
        result = replace(result, supervision=assign_supervisors(problem, result))
    _write(options.output, to_json(result))
    return 0


def _check(options: argparse.Namespace) -> int:
    report = check(_problem(options.problem), _result(options.result))
    _write(options.output, to_json(report))
    return 0 if report.legal else 1


def _explain(options: argparse.Namespace) -> int:
    problem, result = _problem(options.problem), _result(options.result)
    seeker = _seeker(problem, options.seeker)
    found = explain(problem, result, seeker, counterfactuals=options.counterfactuals)
    _write(options.output, to_json(found))
    return 0


def _generate(options: argparse.Namespace) -> int:
    _write(options.output, to_json(generate(pupils=options.pupils, seed=options.seed)))
    return 0


def _problem(path: Path) -> Problem:
    try:
        return problem_from_json(read_text(path))
    except ProblemError as error:
        raise _in_file(path, error) from None


def _result(path: Path) -> Result:
    try:
        return result_from_json(read_text(path))
    except ProblemError as error:
        raise _in_file(path, error) from None


def _in_file(path: Path, error: ProblemError) -> ProblemError:
    if error.path == str(path):
        return error
    return ProblemError(f"{path}: {error.path}" if error.path else str(path), error.reason)


def _seeker(problem: Problem, text: str) -> Id:
    """The id as it stands in the problem: the command line knows only text."""
    for item in problem.seekers:
        if str(item.id) == text:
            return item.id
    raise ProblemError("--seeker", f"no seeker has the id {text!r}")


def _write(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
    else:
        write_text(path, text)


if __name__ == "__main__":
    sys.exit(main())
