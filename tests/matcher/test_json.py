"""JSON in and out: lossless, strict, and never anything but a ProblemError for wrong input."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.check import check
from matcher.generate import generate
from matcher.io import problem_from_json, read_text, result_from_json, to_data, to_json, write_text
from matcher.problem import ProblemError
from matcher.solve import solve
from matcher.supervise import assign_supervisors
from tests.matcher.builders import demanding_problem

pytestmark = pytest.mark.pure

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CASES = (
    ("", "line 1 column 1"),
    ("[]", ""),
    ("{}", "seekers"),
    ("[" * 100_000, ""),
    ('{"seekers": NaN}', ""),
    ('{"seekers": [], "seekers": []}', ""),
    ('{"seekers": 1' + "0" * 5000 + "}", ""),
    ('{"mood": 1}', "mood"),
    (
        '{"seekers": [{"id": "a"}], "hosts": [], "places": [], "parameters": {}, "weights": {}}',
        "seekers[0].programme",
    ),
    ('{"seekers": {}, "hosts": [], "places": [], "parameters": {}, "weights": {}}', "seekers"),
    ('{"seekers": [7], "hosts": [], "places": [], "parameters": {}, "weights": {}}', "seekers[0]"),
    (
        '{"seekers": [{"id": "a", "programme": "x", "age": "17"}], "hosts": [], "places": [],'
        ' "parameters": {}, "weights": {}}',
        "seekers[0].age",
    ),
    (
        '{"seekers": [], "hosts": [], "places": [], "parameters": {"legal_minimum_age": 14,'
        ' "hazard_age_limit": 18, "choice_scores": [1000, "x"]}, "weights": {}}',
        "parameters.choice_scores[1]",
    ),
)


@pytest.mark.parametrize("seed", range(30))
def test_problem_and_result_survive_json(seed: int) -> None:
    problem = demanding_problem(seed)
    result = solve(problem)
    result = result if seed % 2 else _supervised(problem, result)
    assert problem_from_json(to_json(problem)) == problem
    assert result_from_json(to_json(result)) == result


def _supervised(problem: Any, result: Any) -> Any:
    return type(result)(
        **{
            **{name: getattr(result, name) for name in result.__slots__},
            "supervision": assign_supervisors(problem, result),
        }
    )


@pytest.mark.parametrize(("text", "path"), CASES, ids=range(len(CASES)))
def test_wrong_json_is_refused_with_its_path(text: str, path: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        problem_from_json(text)
    assert refusal.value.path == path


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 5), st.integers(0, 10**9), anything)
def test_fuzzed_problem_is_read_or_refused(seed: int, where: int, value: object) -> None:
    """One value of a good problem becomes anything; what is still read can be solved and checked."""
    data: Any = to_data(demanding_problem(seed))
    _spoil(data, random.Random(where), value)
    try:
        problem = problem_from_json(json.dumps(data))
    except ProblemError:
        return
    assert check(problem, solve(problem)).legal


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5), st.integers(0, 10**9), anything)
def test_fuzzed_result_is_read_or_refused(seed: int, where: int, value: object) -> None:
    problem = demanding_problem(seed)
    data: Any = to_data(solve(problem))
    _spoil(data, random.Random(where), value)
    try:
        result = result_from_json(json.dumps(data))
    except ProblemError:
        return
    assert isinstance(check(problem, result).legal, bool)


def _spoil(data: Any, draw: random.Random, value: object) -> None:
    keys = list(data) if isinstance(data, dict) else list(range(len(data)))
    key = draw.choice(keys)
    if isinstance(data[key], dict | list) and data[key] and draw.random() < 0.85:
        _spoil(data[key], draw, value)
    elif isinstance(data, dict) and draw.random() < 0.2:
        data[str(value)[:20]] = value
    else:
        data[key] = value


def test_files_that_cannot_be_read_or_written_are_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes(b"\xff\xfe\xfa")
    for path in (tmp_path / "none.json", tmp_path, latin):
        with pytest.raises(ProblemError) as refusal:
            read_text(path)
        assert refusal.value.path == str(path)
    with pytest.raises(ProblemError):
        write_text(tmp_path / "none" / "file.json", "")


def test_made_up_problems_are_repeatable_and_grow_as_asked() -> None:
    assert generate(pupils=120, seed=1) == generate(pupils=120, seed=1)
    assert generate(pupils=120, seed=1) != generate(pupils=120, seed=2)
    problem = generate(pupils=400, seed=0)
    assert (len(problem.seekers), len(problem.hosts)) == (400, 118)
    assert len(generate(pupils=1).seekers) == 1
    with pytest.raises(ProblemError):
        generate(pupils=0)
