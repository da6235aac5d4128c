"""The command line: files in and out, exit codes, no traceback; and the engine alone, without Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.__main__ import main
from matcher.io import to_json
from matcher.problem import Supervisor
from matcher.result import Placement
from tests.matcher.builders import place, problem, seeker

pytestmark = pytest.mark.pure

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    given = problem(places=(place("p", "h", 1),), supervisors=(Supervisor("g", ("rpl",), 5),))
    path = tmp_path / "problem.json"
    path.write_text(to_json(given))
    return path, tmp_path / "result.json"


def test_solve_check_and_explain(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    given, result = map(str, files)
    assert main(["solve", given, "-o", result]) == 0
    data = json.loads(files[1].read_text())
    assert (len(data["placements"]), len(data["unplaced"]), data["optimal"]) == (1, 1, True)
    assert [visit["supervisor"] for visit in data["supervision"]["visits"]] == ["g"]
    assert main(["check", given, result]) == 0
    assert json.loads(capsys.readouterr().out)["legal"] is True
    for seeker_id in ("a", "b"):
        assert main(["explain", given, result, "--seeker", seeker_id]) == 0
        assert json.loads(capsys.readouterr().out)["seeker"] == seeker_id


def test_nobody_placeable_is_an_explained_answer(files: tuple[Path, Path]) -> None:
    files[0].write_text(to_json(problem(seekers=(seeker("a", age=13),))))
    assert main(["solve", str(files[0]), "-o", str(files[1])]) == 0
    data = json.loads(files[1].read_text())
    assert [(item["reason"], item["refusals"]) for item in data["unplaced"]] == [
        ("no_eligible_place", [{"rule": "legal_age", "places": 1}])
    ]


def test_check_of_an_illegal_result_exits_with_one(files: tuple[Path, Path]) -> None:
    given, result = map(str, files)
    main(["solve", given, "-o", result])
    data = json.loads(files[1].read_text())
    data["placements"] = [{"seeker": "a", "place": "p"}, {"seeker": "b", "place": "p"}]
    files[1].write_text(json.dumps(data))
    assert main(["check", given, result, "-o", str(files[1])]) == 1


def test_generate_writes_a_problem_that_solve_reads(tmp_path: Path) -> None:
    path = str(tmp_path / "problem.json")
    assert main(["generate", "--pupils", "30", "--seed", "4", "-o", path]) == 0
    assert main(["solve", path, "--seed", "4", "-o", str(tmp_path / "result.json")]) == 0


WRONG = {
    "no file": (["solve", "none.json"], "none.json: cannot be read (No such file or directory)"),
    "no json": (["solve", "bad.json"], "bad.json: line 1 column 2: is not JSON: "),
    "wrong value": (["solve", "wrong.json"], "wrong.json: seekers[0].age: must be a whole number, not text"),
    "wrong result": (["check", "good.json", "wrong.json"], "wrong.json: "),
    "no seeker": (
        ["explain", "good.json", "result.json", "--seeker", "z"],
        "--seeker: no seeker has the id 'z'",
    ),
    "unknown placement": (
        ["explain", "good.json", "odd.json", "--seeker", "a"],
        "placements[0].place: no place 'z'",
    ),
    "no pupils": (["generate", "--pupils", "0"], "pupils: must be at least 1"),
    "large seed": (["solve", "good.json", "--seed", str(2**70)], "seed: must lie between"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_exits_with_two_and_says_where(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    good = to_json(problem())
    Path("good.json").write_text(good)
    Path("bad.json").write_text("{no")
    Path("wrong.json").write_text(good.replace('"age": 17', '"age": "17"'))
    main(["solve", "good.json", "-o", "result.json"])
    odd = json.loads(Path("result.json").read_text())
    odd["placements"] = [{"seeker": Placement("a", "z").seeker, "place": "z"}]
    Path("odd.json").write_text(json.dumps(odd))
    arguments, message = WRONG[name]
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"matcher: {message}")
    assert captured.err.count("\n") == 1
    assert captured.out == ""


ALONE = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "anyam"):
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
import pkgutil, runpy, matcher
for module in pkgutil.walk_packages(matcher.__path__, "matcher."):
    if not module.name.endswith("__main__"):
        __import__(module.name)
sys.argv = ["matcher", "generate", "--pupils", "3"]
runpy.run_module("matcher", run_name="__main__")
"""


def test_engine_runs_where_django_cannot_be_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, check=False, cwd=SOURCE, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["seekers"]) == 3
