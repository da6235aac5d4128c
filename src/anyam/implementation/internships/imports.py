"""Wishes of pupils out of a sheet ("Pilihan PKL"): by NISN or name, places by the company's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from anyam.base.actor import Actor
from anyam.base.forms import KitForm
from anyam.implementation.internships import permissions
from anyam.implementation.internships.models import CHOICES_ASKED, Choice, Participant
from anyam.implementation.internships.operations.participants import can_be_filled, fill_choices
from anyam.implementation.internships.queries.choosing import place_label
from anyam.mapping.partners.models import Capacity
from anyam.mapping.partners.queries import rank_likenesses
from anyam.records.schools.queries import waves_visible_to
from anyam.tools.imports.kinds import ImportField, ImportKind, Row, RowProblem

RANKS = range(1, CHOICES_ASKED + 1)
# Two spellings of one person's name stay above this, two persons below.
SAME_PERSON = 70
# Likeness of two company names that differ at most in case, signs, order of words and legal form.
SAME_PLACE = 100


@dataclass(slots=True)
class Offers:
    """Seats of one wave and specialisation, and the names they go by as `rank_likenesses` wants them."""

    rows: list[Capacity] = field(default_factory=list)
    names: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def add(self, row: Capacity) -> None:
        """Seats go by their company's name and, when tied to a site, also by both names."""
        keys = [row.partner.name_key]
        if row.site is not None:
            keys.append(f"{row.partner.name_key} {row.site.name.casefold()}")
        for key in keys:
            self.names[len(self.rows)] = (key, "", "")
            self.rows.append(row)

    def alike(self, word: str) -> tuple[list[Capacity], list[Capacity]]:
        """Seats that go by this very name, and those whose name is near, the likest first."""
        ranked = rank_likenesses(self.names, word, "", "")
        same = {self.rows[key].pk: self.rows[key] for key, score in ranked if score == SAME_PLACE}
        return list(same.values()), [self.rows[key] for key, score in ranked if score < SAME_PLACE]


@dataclass(frozen=True, slots=True)
class ChoiceContext:
    """Participants by NISN and by name (the latest wave first), their wishes, and the seats of each (wave,
    specialisation) by name."""

    by_nisn: dict[str, list[Participant]]
    by_name: dict[str, list[Participant]]
    chosen: dict[int, list[str]]
    places: dict[tuple[int, int], Offers]
    labels: dict[str, str]


class SeatField(forms.ChoiceField):
    """Public code of seats; a word that leads to none was refused before, with what it may have meant."""

    def valid_value(self, value: Any) -> bool:
        return True


class ChoiceRowForm(KitForm):
    """Wishes of one row as public codes of seats; `known` are those the pupil has now."""

    def __init__(self, *args: Any, labels: Mapping[str, str], known: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for rank in RANKS:
            self.fields[f"choice_{rank}"] = SeatField(
                label=_("Pilihan %(rank)d") % {"rank": rank},
                required=False,
                choices=[("", ""), *labels.items()],
                initial=known[rank - 1] if rank <= len(known) else "",
            )


class ChoiceKind(ImportKind):
    """One row per pupil. What the row names replaces nothing silently: a changed order is done on the pupil's page."""

    name = "choices"
    order = 50
    label = _("Pilihan PKL")
    noun = _("siswa")
    hint = _("Pakai berkas ekspor dari daftar peserta, isi kolom Pilihan 1 sampai 3 dengan nama mitra.")
    form_class = ChoiceRowForm
    models = (Choice, Participant)
    fields = (
        ImportField(
            "name",
            _("Nama"),
            ("Nama", "Nama siswa", "Nama lengkap", "Siswa"),
            examples=("Nabila Azzahra", "Gilang Saputra"),
        ),
        ImportField(
            "nisn",
            _("NISN"),
            ("NISN", "No NISN", "Nomor NISN"),
            identity=True,
            hint="digits",
            length=10,
            remedy=_("Cocokkan dengan kartu NISN."),
            examples=("0090000007", "0090000008"),
        ),
        ImportField(
            "wave",
            _("Gelombang"),
            ("Gelombang", "Gelombang PKL", "Periode"),
            remedy=_("Tulis nama gelombang, atau kosongkan untuk gelombang terakhir siswa ini."),
            examples=("", "Gelombang 1"),
        ),
        *(
            ImportField(
                f"choice_{rank}",
                _("Pilihan %(rank)d") % {"rank": rank},
                (f"Pilihan {rank}", f"Pilihan ke-{rank}", f"Tempat {rank}", f"Choice {rank}"),
                remedy=_("Tulis nama mitra seperti di daftar kursi."),
                examples=(("Hotel Grand Rungan", "Bakery Dua Sungai", "")[rank - 1], ""),
            )
            for rank in (1, 2, 3)
        ),
    )

    def permitted(self, actor: Actor) -> bool:
        return permissions.can_prepare_wave(actor)

    def load_context(self, actor: Actor) -> ChoiceContext:
        """Four queries, whatever the size of the file."""
        participants = list(
            Participant.objects.visible_to(actor)
            .select_related("wave", "pupil__class_group")
            .order_by("-wave__start", "-pk")
        )
        chosen: dict[int, list[str]] = {}
        rows = Choice.objects.of_school(actor.school_id).order_by("participant", "rank")
        for participant_id, code in rows.values_list("participant_id", "capacity__code"):
            chosen.setdefault(participant_id, []).append(code)
        places: dict[tuple[int, int], Offers] = {}
        labels = {}
        offered = Capacity.objects.of_school(actor.school_id).filter(
            wave__in=waves_visible_to(actor), partner__voided_at=None
        )
        for row in offered.select_related("partner", "site"):
            labels[row.code] = place_label(row)
            if row.seats and not row.partner.held_reason:
                places.setdefault((row.wave_id, row.programme_id), Offers()).add(row)
        by_nisn: dict[str, list[Participant]] = {}
        by_name: dict[str, list[Participant]] = {}
        for one in participants:
            by_name.setdefault(_key(one.pupil.name), []).append(one)
            if one.pupil.nisn:
                by_nisn.setdefault(one.pupil.nisn, []).append(one)
        return ChoiceContext(by_nisn, by_name, chosen, places, labels)

    def identify(self, row: Row, context: ChoiceContext) -> Participant:
        """By NISN, else by a name that only one participant bears; in the wave named, else in their latest."""
        wanted = _key(row.get("wave", ""))
        if nisn := row.get("nisn"):
            found = _of_wave(context.by_nisn.get(nisn, ()), wanted)
            if not found:
                raise RowProblem(
                    "nisn",
                    _("Siswa dengan NISN ini bukan peserta gelombang ini."),
                    remedy=_("Tambah sebagai peserta dulu, atau cocokkan NISN dan gelombangnya."),
                )
            self._check_name(row, found[0])
            return found[0]
        same = _of_wave(context.by_name.get(_key(row.get("name", "")), ()), wanted)
        if len({one.pupil_id for one in same}) == 1:
            return same[0]
        if same:
            raise RowProblem(
                "nisn", _("Ada beberapa siswa dengan nama ini."), remedy=_("Isi NISN siswa ini.")
            )
        near = process.extractOne(
            _key(row.get("name", "")), context.by_name.keys(), scorer=fuzz.ratio, score_cutoff=80
        )
        raise RowProblem(
            "name",
            _("Tidak ada peserta dengan nama ini."),
            remedy=_("Isi NISN, atau tulis nama seperti di daftar peserta."),
            suggestion=context.by_name[near[0]][0].pupil.name if near else "",
        )

    def _check_name(self, row: Row, found: Participant) -> None:
        name = row.get("name", "").casefold()
        if name and fuzz.token_sort_ratio(name, found.pupil.name.casefold()) < SAME_PERSON:
            raise RowProblem(
                "nisn",
                _("NISN ini milik %(name)s.") % {"name": found.pupil.name},
                remedy=_("Cocokkan NISN dan nama dengan daftar peserta."),
            )

    def resolve(self, row: Row, context: ChoiceContext) -> dict[str, Any]:
        """Codes of the named places in order; a row without places leaves the pupil as they are."""
        words = [(f"choice_{rank}", row[f"choice_{rank}"]) for rank in RANKS if row.get(f"choice_{rank}")]
        participant = self.identify(row, context)
        if not words:
            return {}
        codes = [self._place(key, word, participant, context) for key, word in words]
        for place, (key, word) in enumerate(words):
            if codes[place] in codes[:place]:
                raise RowProblem(
                    key,
                    _("%(name)s disebut dua kali.") % {"name": word},
                    remedy=_("Tulis tempat lain, atau kosongkan."),
                )
        if not can_be_filled(context.chosen.get(participant.pk, []), codes):
            raise RowProblem(
                "choice_1",
                _("Siswa ini sudah memilih dengan urutan lain."),
                remedy=_("Ubah urutan atau kurangi pilihan di halaman siswa itu, bukan lewat impor."),
            )
        return {f"choice_{rank}": codes[rank - 1] if rank <= len(codes) else "" for rank in RANKS}

    def _place(self, key: str, word: str, participant: Participant, context: ChoiceContext) -> str:
        group = participant.pupil.class_group
        offers = context.places.get((participant.wave_id, group.programme_id)) if group else None
        same, near = offers.alike(word) if offers else ([], [])
        if len(same) == 1:
            return same[0].code
        if same:
            raise RowProblem(
                key,
                _("%(name)s menawarkan kursi di beberapa lokasi.") % {"name": word},
                remedy=_("Tulis lokasinya dalam kurung."),
                suggestion=place_label(min(same, key=place_label)),
            )
        raise RowProblem(
            key,
            _("“%(name)s” tidak menawarkan kursi untuk konsentrasi siswa ini di %(wave)s.")
            % {"name": word, "wave": participant.wave.name},
            remedy=_("Tulis nama mitra seperti di daftar kursi."),
            suggestion=place_label(near[0]) if near else "",
        )

    def form(self, *, actor: Actor, context: ChoiceContext, data: Any, instance: Any) -> forms.BaseForm:
        known = context.chosen.get(instance.pk, []) if instance is not None else []
        return ChoiceRowForm(data, labels=context.labels, known=known)

    def save(self, *, actor: Actor, instance: Any, cleaned: Mapping[str, Any], now: datetime) -> Participant:
        codes = [cleaned[f"choice_{rank}"] for rank in RANKS if cleaned[f"choice_{rank}"]]
        rows = {row.code: row for row in Capacity.objects.of_school(actor.school_id).filter(code__in=codes)}
        return fill_choices(
            actor=actor, participant=instance, capacities=[rows[code] for code in codes], now=now
        )

    def title(self, row: Row) -> tuple[str, str]:
        return row.get("name", "") or row.get("nisn", ""), row.get("choice_1", "")


def _key(text: str) -> str:
    """Case and doubled spaces do not count."""
    return " ".join(text.split()).casefold()


def _of_wave(rows: Sequence[Participant], wanted: str) -> list[Participant]:
    """Those of the wave named, or of all waves when none is."""
    return [one for one in rows if not wanted or _key(one.wave.name) == wanted]
