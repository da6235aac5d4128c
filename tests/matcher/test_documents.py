"""The documents tell the truth: schemas fit the dataclasses, the worked example comes out as printed."""

import json
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from matcher import entities, result
from matcher.check import check
from matcher.explain import explain
from matcher.generate import generate
from matcher.io import problem_from_json, result_from_json, to_data, to_json
from matcher.problem import Problem
from matcher.solve import solve
from matcher.supervise import assign_supervisors
from tests.matcher.builders import demanding_problem

pytestmark = pytest.mark.pure

DOCUMENTS = Path(__file__).parents[2] / "docs" / "matcher"
CLASSES: dict[str, Any] = {**vars(entities), **vars(result), "Problem": Problem}


def schema(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(data)
    return data


@pytest.mark.parametrize("name", ["problem", "result"])
def test_schema_names_exactly_the_fields_of_the_code(name: str) -> None:
    data = schema(name)
    described = {**data["$defs"], name.title(): data}
    for title, definition in described.items():
        if title == "Id":
            continue
        own = fields(CLASSES[title])
        assert list(definition["properties"]) == [item.name for item in own]
        assert definition.get("required", []) == [item.name for item in own if item.default is MISSING]
        assert definition["additionalProperties"] is False


@pytest.mark.parametrize("seed", range(20))
def test_what_the_engine_reads_and_writes_fits_the_schemas(seed: int) -> None:
    problem = demanding_problem(seed) if seed else generate(pupils=40)
    answer = solve(problem)
    answer = replace(answer, supervision=assign_supervisors(problem, answer))
    Draft202012Validator(schema("problem")).validate(to_data(problem))
    Draft202012Validator(schema("result")).validate(to_data(answer))


def test_schema_refuses_what_the_engine_refuses() -> None:
    validator = Draft202012Validator(schema("problem"))
    for change in ({"mood": 1}, {"seekers": [{"id": ""}]}, {"levels": ["points"]}, {"seekers": {}}):
        assert not validator.is_valid({**to_data(generate(pupils=2)), **change})  # type: ignore[dict-item]


def test_worked_example_comes_out_as_printed() -> None:
    examples = DOCUMENTS / "examples"
    text = {path.name: path.read_text(encoding="utf-8") for path in examples.iterdir()}
    problem = problem_from_json(text["problem.json"])
    Draft202012Validator(schema("problem")).validate(json.loads(text["problem.json"]))
    answer = solve(problem)
    answer = replace(answer, supervision=assign_supervisors(problem, answer))
    assert result_from_json(text["result.json"]) == answer
    assert text["explanation-S3.json"] == to_json(explain(problem, answer, "S3"))
    assert check(problem, answer).violations == ()
