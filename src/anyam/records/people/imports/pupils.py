"""Pupils out of Dapodik's "Daftar Peserta Didik" and out of the file of our own list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.records.people import operations, permissions
from anyam.records.people.forms.pupils import PupilRowForm
from anyam.records.people.imports import columns
from anyam.records.people.imports.absent import mark_absent
from anyam.records.people.models import Guardian, GuardianRelation, Pupil
from anyam.records.people.terms import PupilStatus
from anyam.records.schools import queries as schools
from anyam.records.schools.models import ClassGroup, StudyProgramme
from anyam.tools.imports.kinds import Absent, ImportKind, Row, RowProblem

# Stands behind the name of a class group that the user agreed to make; the same in every language.
NEW_CLASS = "(rombel baru)"
# A class group with fewer pupils in the file is asked about: a misspelling rarely happens this often.
SMALLEST_CLASS = 5


@dataclass(frozen=True, slots=True)
class PupilContext:
    """What rows are compared with: the school's pupils by number, its class groups, programmes, guardians."""

    actor: Actor
    today: date
    has_year: bool
    pupils: list[Pupil]
    by_nisn: dict[str, Pupil]
    by_nipd: dict[str, Pupil]
    classes: dict[str, str]
    programmes: dict[int, tuple[StudyProgramme, tuple[str, ...]]]
    guardians: dict[int, dict[str, str]]
    # Class groups that the file itself makes plain: comparable name → the spelling it has first.
    in_file: dict[str, str] = field(default_factory=dict)


class PupilKind(ImportKind):
    """What both lists of pupils share: known by NISN, then by NIPD; class groups by name."""

    noun = _("siswa")
    by_the_way_noun = _("rombel")
    form_class = PupilRowForm
    models = (ClassGroup, Pupil, Guardian, GuardianRelation)

    def permitted(self, actor: Actor) -> bool:
        return permissions.can_edit_pupils(actor)

    def load_context(self, actor: Actor) -> PupilContext:
        """Five queries, whatever the size of the file."""
        pupils = list(Pupil.objects.of_school(actor.school_id).select_related("class_group"))
        groups = schools.class_groups_visible_to(actor).values_list("name", flat=True)
        return PupilContext(
            actor=actor,
            today=actor.today(timezone.now()),
            has_year=schools.current_year(actor.school_id) is not None,
            pupils=pupils,
            by_nisn={pupil.nisn: pupil for pupil in pupils if pupil.nisn},
            by_nipd={pupil.nipd: pupil for pupil in pupils if pupil.nipd},
            classes={_key(name): name for name in groups},
            programmes=schools.programme_names(actor),
            guardians=_guardians(actor),
        )

    def read_ahead(self, context: PupilContext, rows: Iterable[Row]) -> None:
        """Class groups with enough pupils in the file: an empty school need not be asked about each of them."""
        spellings: dict[str, list[str]] = {}
        for row in rows:
            if name := _plain(row.get("class_name", "")):
                spellings.setdefault(_key(name), []).append(name)
        context.in_file.update(
            {key: names[0] for key, names in spellings.items() if len(names) >= SMALLEST_CLASS}
        )

    def by_the_way(self, actor: Actor, rows: Iterable[Row]) -> list[str]:
        """Class groups that the school does not have yet."""
        named = {_key(name): name for row in rows if (name := _plain(row.get("class_name", "")))}
        known = {_key(row.name) for row in schools.class_groups_visible_to(actor)}
        return sorted(name for key, name in named.items() if key not in known)

    def identify(self, row: Row, context: PupilContext) -> Pupil | None:
        """NISN first, then NIPD; a NIPD whose pupil has another NISN counts only when the name is the same."""
        nisn, nipd = row.get("nisn", ""), row.get("nipd", "")
        by_nisn, by_nipd = context.by_nisn.get(nisn), context.by_nipd.get(nipd)
        if by_nisn is None and by_nipd is not None and nisn and by_nipd.nisn:
            if _key(by_nipd.name) == _key(row.get("name", "")):
                return by_nipd
            raise self._taken(nipd, by_nipd)
        if by_nisn is not None and by_nipd is not None and by_nisn.pk != by_nipd.pk:
            raise self._taken(nipd, by_nipd)
        return by_nisn or by_nipd

    def _taken(self, nipd: str, other: Pupil) -> RowProblem:
        return RowProblem(
            "nipd",
            _("NIPD “%(nipd)s” sudah dipakai %(name)s.") % {"nipd": nipd, "name": other.name},
            remedy=_("Cocokkan NISN dan NIPD dengan buku induk."),
        )

    def resolve(self, row: Row, context: PupilContext) -> dict[str, Any]:
        data: dict[str, Any] = dict(row)
        if row.get("class_name"):
            data["class_name"] = self._class_name(row["class_name"], context)
        pupil = context.by_nisn.get(row.get("nisn", "")) or context.by_nipd.get(row.get("nipd", ""))
        if pupil is not None and pupil.status == PupilStatus.ABSENT_FROM_FILE:
            data["status"] = PupilStatus.ACTIVE
        return data

    def _class_name(self, text: str, context: PupilContext) -> str:
        """The class group's own spelling; a new name only when the file makes it plain or the user accepted it."""
        name = _plain(text)
        known = context.classes.get(_key(name))
        if known:
            return known
        if not context.has_year:
            raise RowProblem(
                "class_name",
                _("Tahun pelajaran berjalan belum diatur."),
                remedy=_("Buat tahun pelajaran di halaman Sekolah, lalu periksa lagi."),
            )
        reading = schools.read_class(context.actor, name, context.programmes)
        if text.endswith(NEW_CLASS) and reading is not None:
            return name
        plain = context.in_file.get(_key(name), "")
        if plain and reading and not schools.close_class_name(name, context.classes.values()):
            return plain
        raise self._unknown_class(name, reading, context)

    def _unknown_class(
        self, name: str, reading: schools.ClassReading | None, context: PupilContext
    ) -> RowProblem:
        in_file = (other for key, other in context.in_file.items() if key != _key(name))
        close = schools.close_class_name(name, (*in_file, *context.classes.values()))
        message = _("Rombel “%(name)s” belum ada di Anyam.") % {"name": name}
        if close:
            words = _("Mirip dengan %(close)s. Pakai usulan itu, atau tulis nama rombelnya.") % {
                "close": close
            }
            return RowProblem("class_name", message, remedy=words, suggestion=close)
        if reading is None:
            todo = _("Tambah rombel di halaman Rombel, atau tulis seperti XI Kuliner 1.")
            return RowProblem("class_name", message, remedy=todo)
        remedy = _("Terima usulan untuk membuat rombel ini: tingkat %(grade)d, %(programme)s.") % {
            "grade": reading.grade,
            "programme": reading.programme.name,
        }
        return RowProblem("class_name", message, remedy=remedy, suggestion=f"{name} {NEW_CLASS}")

    def form(self, *, actor: Actor, context: PupilContext, data: Any, instance: Model | None) -> BaseForm:
        initial: dict[str, Any] = {}
        if isinstance(instance, Pupil) and instance.pk:
            group = instance.class_group
            initial = {"class_name": group.name if group else "", **context.guardians.get(instance.pk, {})}
        return PupilRowForm(data=data, instance=instance, today=context.today, initial=initial)

    def save(self, *, actor: Actor, instance: Model | None, cleaned: Any, now: datetime) -> Pupil:
        pupil = instance if isinstance(instance, Pupil) and instance.pk else None
        return operations.import_pupil(actor=actor, pupil=pupil, data=cleaned, now=now)

    def next_link(self, actor: Actor) -> Link | None:
        return schools.next_step_link(actor)

    def title(self, row: Row) -> tuple[str, str]:
        return row.get("name", ""), _plain(row.get("class_name", ""))


def _plain(text: str) -> str:
    """The name of a class group without the mark of a new one."""
    return text.removesuffix(NEW_CLASS).strip()


def _key(text: str) -> str:
    """Case and spaces do not count."""
    return "".join(text.split()).casefold()


def _guardians(actor: Actor) -> dict[int, dict[str, str]]:
    """Names and phones of guardians by pupil, under the keys of the row's form."""
    found: dict[int, dict[str, str]] = {}
    rows = GuardianRelation.objects.of_school(actor.school_id).values_list(
        "pupil_id", "kind", "guardian__name", "guardian__phone"
    )
    for pupil_id, kind, name, phone in rows:
        found.setdefault(pupil_id, {}).update({f"{kind}_name": name, f"{kind}_phone": phone})
    return found


class DapodikPupils(PupilKind):
    """The whole school as Dapodik exports it: who is not in it is marked, never deleted."""

    name = "dapodik_pupils"
    order = 20
    label = _("Siswa dari Dapodik")
    hint = _("Unduh “Daftar Peserta Didik” dari Dapodik dan unggah apa adanya.")
    fields = columns.PUPIL_FIELDS
    ignored = columns.PUPIL_IGNORED
    absent_effect = _("Ditandai “tidak ada di berkas”, tidak dihapus. Ikut kembali bila impor diurungkan.")

    def absent(self, context: PupilContext, seen: frozenset[str]) -> Sequence[Absent]:
        return [
            Absent(str(pupil.pk), pupil.name, str(pupil.class_group or ""))
            for pupil in context.pupils
            if pupil.status == PupilStatus.ACTIVE and str(pupil.pk) not in seen
        ]

    def note_absent(self, *, actor: Actor, absent: Iterable[Absent], now: datetime) -> None:
        if list(absent):
            mark_absent(actor=actor, kind_name=self.name, now=now)


class PupilList(PupilKind):
    """The file that the pupils' list itself gives; it may hold only a part of the school."""

    name = "pupils"
    label = _("Daftar siswa (Excel atau CSV)")
    hint = _("Pakai berkas ekspor dari halaman Siswa, atau contoh di halaman ini.")
    fields = (*columns.PUPIL_FIELDS, *columns.OWN_PUPIL_FIELDS)
    ignored = tuple(group for group in columns.PUPIL_IGNORED if "Kecamatan" not in group.headings)
