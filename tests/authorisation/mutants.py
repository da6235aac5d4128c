"""Mutants: take one guard away at a time and see whether the sweep's cells notice.

`python -m tests.authorisation.mutants` prints what went unnoticed and, last, one line of JSON. A guard is the
permission of an address, one filler of a visibility slot, or the scoping of a model by school. Guards that stand behind
another one, so that no cell can notice, are listed with their reason in tests/architecture/lists.toml.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyam.config.settings.test")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()

from django.db.models import Q  # noqa: E402

from anyam.base.models import ScopedQuerySet  # noqa: E402
from anyam.base.routes import PUBLIC, SIGNED_IN  # noqa: E402
from anyam.base.slots import VisibilitySlot, all_slots  # noqa: E402
from tests.architecture.house import listed  # noqa: E402
from tests.authorisation.matrix import HATS  # noqa: E402
from tests.authorisation.routes import Route, all_routes  # noqa: E402
from tests.authorisation.sweep import Sweep  # noqa: E402
from tests.authorisation.world import build_world  # noqa: E402

# Hats by how little they see.
STRANGERS = ("pupil", "supervisor", "homeroom", *(hat for hat in reversed(HATS)))


@dataclass(frozen=True, slots=True)
class Mutant:
    """One guard that is taken away inside `apply`; `routes` are the addresses whose cells are asked."""

    name: str
    routes: tuple[str, ...]
    apply: Callable[[], Any]


class Recorder:
    """Notes, for every address, which visibility slots and which models its pages ask for."""

    def __init__(self) -> None:
        self.slots: dict[str, set[str]] = {}
        self.models: dict[str, set[str]] = {}

    @contextmanager
    def noting(self, route: str) -> Iterator[None]:
        slots, models = self.slots.setdefault(route, set()), self.models.setdefault(route, set())
        condition, visible = VisibilitySlot.condition, ScopedQuerySet.visible_to

        def noted_condition(slot: VisibilitySlot, actor: object) -> Q | None:
            slots.add(slot.name)
            return condition(slot, actor)

        def noted_visible(rows: ScopedQuerySet, actor: Any) -> ScopedQuerySet:
            models.add(rows.model._meta.label)
            return visible(rows, actor)

        with (
            swapped(VisibilitySlot, "condition", noted_condition),
            swapped(ScopedQuerySet, "visible_to", noted_visible),
        ):
            yield


@contextmanager
def swapped(holder: Any, name: str, value: Any) -> Iterator[None]:
    """`holder.name` is `value` inside."""
    before = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, before)


@contextmanager
def guarded_by(route: Route, permission: Callable[..., bool]) -> Iterator[None]:
    """The address asks for another permission inside: the guard keeps it in a cell of its closure."""
    view: Any = route.view
    place = view.__code__.co_freevars.index("permission")
    cell = view.__closure__[place]
    before = cell.cell_contents
    cell.cell_contents = permission
    try:
        yield
    finally:
        cell.cell_contents = before


@contextmanager
def opened(slot: VisibilitySlot, key: str) -> Iterator[None]:
    """One filler of a slot lets everybody see everything of the school."""
    order, before = slot._fillers[key]
    slot._fillers[key] = (order, lambda actor: Q())
    try:
        yield
    finally:
        slot._fillers[key] = (order, before)


@contextmanager
def of_all_schools(label: str) -> Iterator[None]:
    """Rows of one model are no longer narrowed to the actor's school, whoever asks."""
    scoped = ScopedQuerySet.of_school

    def loose(rows: ScopedQuerySet, school_id: int) -> ScopedQuerySet:
        return rows if rows.model._meta.label == label else scoped(rows, school_id)

    with swapped(ScopedQuerySet, "of_school", loose):
        yield


class Mutants:
    """All guards, each tried on the cells of the addresses it stands before."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        self.excused = listed("guards_without_a_cell")

    def all(self) -> list[Mutant]:
        """Every mutant of the house, by name."""
        recorder = self._record()
        found = [*self._of_addresses(), *self._of_slots(recorder), *self._of_scoping(recorder)]
        return sorted(found, key=lambda mutant: mutant.name)

    def _record(self) -> Recorder:
        """One quiet visit of every role to every address says what each of them asks for."""
        recorder = Recorder()
        for route in all_routes():
            row = self.sweep.matrix.rows[route.name]
            with recorder.noting(route.name):
                for role in ("principal", "waka_humas", "programme_head", "supervisor", "homeroom", "pupil"):
                    for variant, path in self.sweep.paths(route, row, role)[:2]:
                        if self.sweep.expected(route, row, role, variant) == "open":
                            self.sweep.ask(role, "GET", path)
                            if row.writes:
                                self.sweep.ask(
                                    role, "POST", path, self.sweep._payload(row, variant), light=True
                                )
        return recorder

    def _of_addresses(self) -> Iterator[Mutant]:
        for route in all_routes():
            row = self.sweep.matrix.rows[route.name]
            if route.permission is PUBLIC:
                continue
            yield self._address(route, PUBLIC)
            # Where every hat may enter, "signed in" is the same rule for a page of a school.
            if route.permission is not SIGNED_IN and not set(HATS) <= row.may:
                yield self._address(route, SIGNED_IN)

    def _address(self, route: Route, permission: Callable[..., bool]) -> Mutant:
        name = f"address {route.name} open to {permission.__name__}"
        return Mutant(name, (route.name,), lambda: guarded_by(route, permission))

    def _of_slots(self, recorder: Recorder) -> Iterator[Mutant]:
        for slot in all_slots().values():
            if not isinstance(slot, VisibilitySlot):
                continue
            routes = tuple(route for route, slots in recorder.slots.items() if slot.name in slots)
            for key in slot._fillers:
                name = f"visibility {slot.name} by {key.rsplit('.', 1)[-1]}"
                yield Mutant(name, routes, lambda slot=slot, key=key: opened(slot, key))

    def _of_scoping(self, recorder: Recorder) -> Iterator[Mutant]:
        for label in sorted({label for labels in recorder.models.values() for label in labels}):
            routes = tuple(route for route, labels in recorder.models.items() if label in labels)
            yield Mutant(f"school of {label}", routes, lambda label=label: of_all_schools(label))

    def is_noticed(self, mutant: Mutant) -> bool:
        """Whether some cell is wrong, or some mark foreign, with the guard gone."""
        return any(self._is_noticed_on(mutant, name) for name in mutant.routes)

    def _is_noticed_on(self, mutant: Mutant, name: str) -> bool:
        (route,) = [route for route in all_routes() if route.name == name]
        row = self.sweep.matrix.rows[name]
        for role in self._likely(mutant):
            for variant, path in self.sweep.paths(route, row, role):
                way = self.sweep.expected(route, row, role, variant)
                faults = len(self.sweep.result.wrong) + sum(self.sweep.result.canaries.values())
                with mutant.apply():
                    self.sweep._get(row, role, variant, path, way)
                    if way == "missing" and row.writes:
                        self.sweep._post_refused(row, role, variant, path, way)
                if len(self.sweep.result.wrong) + sum(self.sweep.result.canaries.values()) > faults:
                    return True
        return False

    def _likely(self, mutant: Mutant) -> tuple[str, ...]:
        """Roles in the order in which they are likely to notice: strangers first, or those who see most."""
        kind = mutant.name.split()[0]
        if kind == "school":
            return ("waka_humas", "principal", *HATS)
        return ("anonymous", "no_hat", *STRANGERS) if kind == "address" else STRANGERS


def main() -> int:
    """Try all mutants in a world of their own."""
    from tests.authorisation.database import scratch_database

    logging.disable(logging.CRITICAL)
    unnoticed, count, excused = [], 0, set()
    with scratch_database():
        world = build_world()
        try:
            mutants = Mutants(Sweep(world))
            for mutant in mutants.all():
                count += 1
                if mutants.is_noticed(mutant):
                    continue
                if mutant.name in mutants.excused:
                    excused.add(mutant.name)
                else:
                    unnoticed.append(mutant.name)
        finally:
            world.close()
    for name in unnoticed:
        print(f"unnoticed: {name}")
    for name in sorted(set(mutants.excused) - excused):
        print(f"excused, but noticed or gone: {name}")
    print(json.dumps({"guards": count, "unnoticed": len(unnoticed), "excused": len(excused)}))
    return 1 if unnoticed or set(mutants.excused) - excused else 0


if __name__ == "__main__":
    sys.exit(main())
