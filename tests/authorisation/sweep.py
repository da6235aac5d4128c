"""The sweep: every address, every method, every role, on one's own things and on others'.

`python -m tests.authorisation.sweep` prints what is wrong and, last, one line of JSON.
`--role NAME` and `--route NAME` narrow it; `--seen` lists which texts each role read.
"""

import argparse
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyam.config.settings.test")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()

from django.apps import apps  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.urls import reverse  # noqa: E402

from anyam.base.routes import PUBLIC, SIGNED_IN  # noqa: E402
from tests.authorisation.forms import form_for  # noqa: E402
from tests.authorisation.matrix import ROLES, Row, load_matrix  # noqa: E402
from tests.authorisation.routes import Route, all_routes, route_named  # noqa: E402
from tests.authorisation.visiting import Answer, Visitor  # noqa: E402
from tests.authorisation.world import SLUGS, World, build_world  # noqa: E402

QUIET = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
DONE, REFUSED = {200, 302, 409, 422}, {403, 404, 405, 409, 422}
NO_METHOD = 405


@dataclass
class Result:
    """What the sweep counted; `wrong` in words."""

    routes: set[str] = field(default_factory=set)
    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    canaries: Counter = field(default_factory=Counter)
    seen: Counter = field(default_factory=Counter)
    idle: list[str] = field(default_factory=list)

    def report(self) -> dict[str, int]:
        """The line of figures."""
        return {
            "routes": len(self.routes),
            "cells": self.cells,
            "wrong": len(self.wrong),
            "foreign_canaries": sum(self.canaries.values()),
        }


class Sweep:
    """Walks the matrix in a world that is put back after every request."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.matrix = load_matrix()
        self.result = Result()
        self.visitors = {role: Visitor(world.accounts.get(role)) for role in ROLES}
        self._payloads: dict[tuple[str, str], dict[str, Any]] = {}
        self._thing = self._name = "none"
        self._choices: dict[tuple[str, str], set[str]] = {}

    # ------------------------------------------------------------------------------------------- which cells there are

    def run(self, roles: Iterable[str] = ROLES, routes: Iterable[Route] | None = None) -> Result:
        """All cells of these roles and addresses."""
        for route in all_routes() if routes is None else routes:
            row = self.matrix.rows.get(route.name)
            self.result.routes.add(route.name)
            if row is None:
                self._wrong(route.name, "is not in the matrix")
                continue
            self._thing, self._name = row.thing or "none", route.name
            for role in roles:
                for variant, path in self.paths(route, row, role):
                    self.cells(route, row, role, variant, path)
        return self.result

    def paths(self, route: Route, row: Row, role: str) -> list[tuple[str, str]]:
        """Variants of an address: each thing of one's own school, then B's thing by A's address, then B's address."""
        variants = self.world.things.get(row.thing or "none")
        if variants is None:
            variants = {"own": {name: 0 for name in route.kwargs if name != "school"}}
        found = []
        for variant, parts in variants.items():
            if variant == "foreign" and any(
                parts == other for k, other in variants.items() if k != "foreign"
            ):
                continue  # the same words in both schools: not a thing of B
            found.append((variant, self._path(route, row, "A", parts)))
        if route.is_of_school:
            mine = next(iter(variants.values()))
            found.append(("school_b", self._path(route, row, "B", variants.get("foreign", mine))))
            if (
                len([name for name in route.kwargs if name not in ("school", *row.data)]) > 1
                and "foreign" in variants
            ):
                found += self._mixed(route, row, variants)
        return found

    def _path(self, route: Route, row: Row, school: str, parts: dict[str, Any]) -> str:
        given = {"school": SLUGS[school]} if route.is_of_school else {}
        fixed = {name: row.data[name] for name in route.kwargs if name in row.data}
        return reverse(route.name, kwargs={**fixed, **parts, **given})

    def _mixed(self, route: Route, row: Row, variants: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
        """Own thing with the part of a stranger's: the second code belongs to another owner."""
        own, foreign = next(iter(variants.values())), variants["foreign"]
        last = [name for name in route.kwargs if name in own][-1]
        if last in ("part", "number", "kind") or own[last] == foreign[last]:
            return []
        return [("mixed", self._path(route, row, "A", {**own, last: foreign[last]}))]

    # --------------------------------------------------------------------------------------------------------- one cell

    def cells(self, route: Route, row: Row, role: str, variant: str, path: str) -> None:
        """Every method on one variant of one address by one role."""
        way = self.expected(route, row, role, variant)
        light = way != "open"
        self._get(row, role, variant, path, way)
        for method in self._quiet(variant):
            answer = self.ask(role, method, path, light=True)
            # What a page offers may be asked by whoever passes the guard.
            asks_only = method == "OPTIONS" and route.permission is SIGNED_IN and answer.status == 200
            if not asks_only and not self._is_right(answer, way, row.get | DONE | {204, 404, NO_METHOD}):
                self._wrong(f"{role} {method} {path}", f"{way}: {answer.status} {answer.fault}")
            self._unmarked(answer, f"{role} {method} {path}")
        if variant in ("mixed", "school_b") or light:
            self._post_refused(row, role, variant, path, way)
        else:
            self._post(route, row, role, variant, path)

    def _quiet(self, variant: str) -> tuple[str, ...]:
        """All methods that no page offers on the first variant of an address, in turn one of them on the others."""
        first = next(iter(self.world.things.get(self._thing, {"own": {}})))
        return QUIET if variant == first else (QUIET[crc32(f"{variant} {self._name}".encode()) % len(QUIET)],)

    def expected(self, route: Route, row: Row, role: str, variant: str) -> str:
        """open, missing (404), denied (403), or sign_in (302 to the sign-in page)."""
        if route.permission is PUBLIC:
            return "open"
        if role == "anonymous":
            return "sign_in"
        if variant == "school_b":
            return "missing"
        if role == "no_hat" and route.permission is not SIGNED_IN:
            return "missing"
        if role not in row.may:
            return "denied"
        if row.is_refused(role, variant):
            return "denied"
        if row.thing and not row.finds(role, variant):
            return "missing"
        return "open"

    def ask(self, role: str, method: str, path: str, data: Any = None, *, light: bool = False) -> Answer:
        """One request; its text is searched for marks that are foreign to the role."""
        self.result.cells += 1
        return self.visitors[role].visit(method, path, data, light=light)

    def _get(self, row: Row, role: str, variant: str, path: str, way: str) -> None:
        answer = self.ask(role, "GET", path)
        if not self._is_right(answer, way, row.get):
            self._wrong(f"{role} GET {path} [{variant}]", f"{way}: {answer.status} {answer.fault}")
        self._unmarked(answer, f"{role} GET {path}")
        self._search(row, role, path, answer)

    def _is_right(self, answer: Answer, way: str, open_: Iterable[int]) -> bool:
        if way == "sign_in":
            return answer.status == 302 and answer.location.startswith("/masuk/")
        if way == "denied":
            return answer.status == 403
        if way == "missing":
            return answer.status in (404, NO_METHOD)
        return answer.status in set(open_)

    def _unmarked(self, answer: Answer, where: str) -> None:
        if not answer.left_no_mark:
            self._wrong(where, f"changed {sorted(answer.written)} mails {answer.mails} files {answer.files}")

    def _search(self, row: Row, role: str, path: str, answer: Answer, said: Any = None) -> None:
        marks = self.world.canaries.found_in(answer.text, (path, json.dumps(said or {}, default=str)))
        for mark in marks:
            self.result.seen[(role, self.world.canaries.labels[mark], row.name)] += 1
        for label in self.world.canaries.foreign(marks, self.matrix.sees[role] + row.shows):
            self.result.canaries[f"{role} reads «{label}» on {row.name}"] += 1

    def _wrong(self, where: str, what: str) -> None:
        self.result.wrong.append(f"{where}: {what}")

    # ------------------------------------------------------------------------------------------------------------ posts

    def _post_refused(self, row: Row, role: str, variant: str, path: str, way: str) -> None:
        """Who may not gets the same answer to a POST, with an empty form and with a filled one."""
        for data in ({}, self._payload(row, variant)):
            answer = self.ask(role, "POST", path, data, light=True)
            if not self._is_right(answer, way, DONE):
                self._wrong(f"{role} POST {path} [{variant}]", f"{way}: {answer.status} {answer.fault}")
            self._unmarked(answer, f"{role} POST {path} [{variant}]")

    def _post(self, route: Route, row: Row, role: str, variant: str, path: str) -> None:
        """Who is let in: empty, then as the page's form would send it; only writers change anything."""
        writes = row.changes(role, variant)
        empty = self.ask(role, "POST", path, {})
        filled_data = self._payload(row, variant, path, role)
        filled = self.ask(role, "POST", path, filled_data)
        for answer, data in ((empty, {}), (filled, filled_data)):
            self._search(row, role, path, answer, data)
            right = DONE | row.post | {NO_METHOD} | (set() if writes else REFUSED)
            if answer.status not in right:
                self._wrong(f"{role} POST {path} [{variant}]", f"open: {answer.status} {answer.fault}")
            if not writes:
                self._unmarked(answer, f"{role} POST {path} [{variant}], who may only read,")
        if writes:
            if not filled.written:
                self.result.idle.append(f"{role} POST {path} [{variant}]: {filled.status}")
            self._mutate(row, role, variant, path, filled_data)

    def _payload(self, row: Row, variant: str, path: str = "", role: str = "") -> dict[str, Any]:
        """What the page's own form would send, read as the first who may write; with the matrix's own data on top."""
        key = (row.name, variant)
        if path and key not in self._payloads:
            writer = (
                role if role in row.writes else next((name for name in ROLES if name in row.writes), role)
            )
            page = self.visitors[writer].visit("GET", self._page_of(row, variant, path))
            form = form_for(page.text, path) if page.status == 200 else None
            self._payloads[key] = (form.filled() if form else {}) | row.data
            self._choices[key] = set(form.choices if form else ()) | set(row.data)
        known = [data for (name, _variant), data in self._payloads.items() if name == row.name]
        return self._payloads.get(key) or (known[0] if known else dict(row.data))

    def _page_of(self, row: Row, variant: str, path: str) -> str:
        """Where the form stands that posts to this address."""
        if row.page == row.name:
            return path
        parts = self.world.things.get(row.thing or "none", {}).get(variant, {})
        names = route_named(row.page).kwargs
        given = {"school": SLUGS["A"], **row.data, **parts}
        return reverse(row.page, kwargs={name: given[name] for name in names})

    def _mutate(self, row: Row, role: str, variant: str, path: str, data: dict[str, Any]) -> None:
        """Every field that names a row of the school is given B's; unknown fields of B's are added to the form."""
        for name, thing in self.matrix.relations.items():
            if name not in self._choices.get((row.name, variant), ()) or not self.world.values[thing]["B"]:
                continue
            for value in self.world.values[thing]["B"][:: max(1, len(self.world.values[thing]["B"]) // 2)][
                :3
            ]:
                answer = self.ask(role, "POST", path, {**data, name: value})
                self._search(row, role, path, answer, {**data, name: value})
                if answer.status not in DONE | REFUSED | row.post:
                    self._wrong(f"{role} POST {path} {name}=B's {thing}", f"{answer.status} {answer.fault}")
                elif answer.written and not self._is_harmless(role, path, data, name, value):
                    self._wrong(f"{role} POST {path} {name}=B's {thing}", f"changed {sorted(answer.written)}")
        before = self.fingerprint("B")
        answer = self.ask(role, "POST", path, {**self._extra_fields(), **data})
        if answer.status not in DONE | REFUSED | row.post:
            self._wrong(f"{role} POST {path} with fields of B", f"{answer.status} {answer.fault}")
        if self.fingerprint("B") != before:
            self._wrong(f"{role} POST {path} with fields of B", "changed rows of B")

    def _is_harmless(self, role: str, path: str, data: dict[str, Any], name: str, value: str) -> bool:
        """The stranger's row was left out, and the rest is as if the field had been empty."""
        empty = self.ask(role, "POST", path, {**data, name: ""}, light=True)
        return bool(empty.written) and name in (
            "pick",
            "pupils",
            "teachers",
            "groups",
            "school",
            "same",
            "site",
        )

    def _extra_fields(self) -> dict[str, str]:
        """Names of model fields that no form should take, with values of B."""
        b = self.world.schools["B"]
        account = str(b.actors["principal"].account_id)
        return {
            "school": str(b.school.pk), "school_id": str(b.school.pk), "id": str(b.pupils["own"].pk),
            "pk": str(b.pupils["own"].pk), "account": account, "account_id": account, "created_by": account,
            "state": "approved", "status": "left", "is_operator": "1", "is_active": "", "code": b.pupils["own"].code,
        }  # fmt: skip

    def fingerprint(self, school: str) -> list[tuple[str, int, int | None]]:
        """Rows of every table of a school: how many, and the last."""
        pk = self.world.schools[school].school.pk
        found = []
        for model in apps.get_models():
            if hasattr(model, "unsafe_all_schools"):
                rows = model.unsafe_all_schools.filter(school_id=pk)
                found.append((model._meta.label, rows.count(), rows.aggregate(last=Max("pk"))["last"]))
        return found


def main() -> int:
    """Sweep a world of its own and print the figures."""
    from tests.authorisation.database import scratch_database

    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser()
    parser.add_argument("--role", choices=ROLES, action="append")
    parser.add_argument("--route", action="append")
    parser.add_argument("--seen", action="store_true")
    options = parser.parse_args()
    routes = [route for route in all_routes() if not options.route or route.name in options.route]
    with scratch_database():
        world = build_world()
        try:
            result = Sweep(world).run(options.role or ROLES, routes)
        finally:
            world.close()
    for line in result.wrong:
        print(line)
    for line, count in sorted(result.canaries.items()):
        print(f"{line} ({count})")
    if options.seen:
        for (role, label, name), _count in sorted(result.seen.items()):
            print(f"seen\t{role}\t{label}\t{name}")
        for line in result.idle:
            print(f"idle\t{line}")
    print(json.dumps(result.report()))
    return 1 if result.wrong or result.canaries else 0


if __name__ == "__main__":
    sys.exit(main())
