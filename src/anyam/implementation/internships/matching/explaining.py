"""Why a pupil has this place, why not the others, what would change it: the engine's data in people's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anyam.implementation.internships.matching.computing import current_result, read_stored
from anyam.implementation.internships.models import MatchingRound, Participant, Proposal
from anyam.implementation.internships.queries import PlaceOption
from anyam.implementation.internships.terms import Factor
from anyam.mapping.partners.models import Capacity
from matcher import problem as m
from matcher.entities import SOFTENABLE
from matcher.explain import Alternative, Counterfactual, Explanation, RuleOutcome
from matcher.explain import explain as engine_explain

OTHERS_SHOWN = 4
CHANGES_TRIED = 2

RULE_WORDS: dict[str, Promise] = {
    "programme": gettext_lazy("Kursi tersedia untuk konsentrasinya"),
    "specialisation": gettext_lazy("Sesuai konsentrasi keahlian"),
    "legal_age": gettext_lazy("Cukup umur menurut undang-undang"),
    "minimum_age": gettext_lazy("Cukup umur menurut permintaan perusahaan"),
    "hazardous": gettext_lazy("Tanpa pekerjaan berbahaya bagi anak"),
    "night_shift": gettext_lazy("Tanpa giliran malam bagi anak"),
    "gender": gettext_lazy("Sesuai permintaan putra atau putri"),
    "lodging": gettext_lazy("Penginapan sesuai kebutuhan"),
    "documents": gettext_lazy("Dokumen yang diminta lengkap"),
    "consent": gettext_lazy("Persetujuan wali lengkap"),
    "agreement": gettext_lazy("Perjanjian berlaku"),
    "forbidden": gettext_lazy("Tidak ada larangan dari sekolah atau perusahaan"),
}
REFUSAL_WORDS: dict[str, Promise] = {
    "programme": gettext_lazy("kursinya untuk konsentrasi lain"),
    "specialisation": gettext_lazy("kursinya untuk konsentrasi lain"),
    "legal_age": gettext_lazy("belum cukup umur menurut undang-undang"),
    "minimum_age": gettext_lazy("perusahaan meminta umur lebih tua"),
    "hazardous": gettext_lazy("pekerjaannya berbahaya bagi yang di bawah umur"),
    "night_shift": gettext_lazy("ada giliran malam bagi yang di bawah umur"),
    "gender": gettext_lazy("perusahaan meminta putra saja atau putri saja"),
    "lodging": gettext_lazy("penginapannya tidak sesuai"),
    "documents": gettext_lazy("dokumen yang diminta belum lengkap"),
    "consent": gettext_lazy("persetujuan wali belum ada"),
    "agreement": gettext_lazy("perjanjiannya belum berlaku"),
    "forbidden": gettext_lazy("sekolah atau perusahaan sudah memutuskan tidak"),
}


@dataclass(frozen=True, slots=True)
class WhyFactor:
    """Points a factor earned of its maximum, and the fact that earned them."""

    label: Any
    points: float
    maximum: float
    fact: str


@dataclass(frozen=True, slots=True)
class WhyRule:
    """A hard rule that holds (ok), warns (warn) or stands in the way (bad)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WhyOther:
    """A place that was not given, and the true obstacle."""

    name: str
    rank: int | None
    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """One pupil's explanation; the same for school, pupil and parent, but names of others only for the school."""

    place: str
    points: float | None
    factors: list[WhyFactor]
    rules: list[WhyRule]
    others: list[WhyOther]
    changes: list[str]
    unplaced: str


def explain(
    round_: MatchingRound, line: Proposal, *, name_others: bool = True, changes: int = CHANGES_TRIED
) -> Why:
    """Explain one line of a computed round as it stands now, also after changes by hand.

    `name_others` False leaves out who holds a seat, for the pupil's own page.
    """
    problem, result = read_stored(round_)
    found = engine_explain(
        problem, current_result(round_, result), line.participant_id, counterfactuals=changes
    )
    words = _Words(round_, line, problem, found, name_others)
    return Why(
        place=words.place_name(found.place),
        points=found.points / 100 if found.place is not None else None,
        factors=[words.factor(item.factor, item.points, item.maximum) for item in found.factors],
        rules=[words.rule(outcome) for outcome in found.rules if words.is_worth_saying(outcome)],
        others=[words.other(item) for item in words.shown],
        changes=[text for item in found.counterfactuals if (text := words.change(item))],
        unplaced=words.unplaced() if found.place is None else "",
    )


class _Words:
    """Turns one explanation into sentences; fetches all names in two queries."""

    def __init__(
        self, round_: MatchingRound, line: Proposal, problem: m.Problem, found: Explanation, name_others: bool
    ) -> None:
        self.round, self.line, self.problem, self.found = round_, line, problem, found
        self.name_others = name_others
        self.shown = self._worth_showing()
        places = (
            {item.place for item in self.shown}
            | {item.place for item in found.counterfactuals}
            | {found.place}
        )
        for item in self.shown:
            places |= {step.takes for step in item.moves}
        rows = Capacity.objects.of_school(round_.school_id).select_related("partner", "site")
        self.places = {row.pk: row for row in rows.filter(pk__in=[pk for pk in places if pk is not None])}
        self.people = self._names() if name_others else {}

    def _worth_showing(self) -> list[Alternative]:
        """Wished places and those for the same programme; none while an unknown age would be the false reason."""
        if self.line.participant.pupil.birth_date is None:
            return []
        return [
            item
            for item in self.found.alternatives
            if item.wish or "programme" not in {outcome.rule for outcome in item.rules}
        ][:OTHERS_SHOWN]

    def _names(self) -> dict[Any, str]:
        ids = {step.seeker for item in self.shown for step in item.moves}
        ids |= {holder for item in self.shown for holder in item.holders[:1]}
        rows = Participant.objects.of_school(self.round.school_id).filter(pk__in=ids)
        return dict(rows.values_list("pk", "pupil__name"))

    def place_name(self, place: Any) -> str:
        row = self.places.get(place)
        return row.partner.name if row is not None else ""

    def factor(self, name: str, points: int, maximum: int) -> WhyFactor:
        return WhyFactor(Factor(name).label, points / 100, maximum / 100, self._fact(name))

    def _fact(self, name: str) -> str:
        place = self.places[int(self.found.place or 0)]
        if name == Factor.CONTENT:
            return (
                _("Pekerjaan di sana: %(work)s") % {"work": place.work}
                if place.work
                else _("Pekerjaan di sana belum dijelaskan perusahaan")
            )
        if name == Factor.CHOICE:
            if self.found.wish:
                return _("Pilihan ke-%(n)d") % {"n": self.found.wish}
            return (
                _("Bukan salah satu pilihannya")
                if self._has_wishes()
                else _("Belum mengirim pilihan, jadi tidak mengurangi nilai")
            )
        if name == Factor.DISTANCE:
            return self._distance(self.line.distance_km)
        if name == Factor.QUALITY:
            return _("Menurut bukti kerja sama sampai sekarang; yang belum diketahui dihitung tengah")
        asked = any(
            wish.seeker == self.line.participant_id and wish.host == self.found.host
            for wish in self.problem.host_choices
        )
        return (
            _("Diminta oleh perusahaan")
            if asked
            else _("Perusahaan tidak meminta siswa tertentu, jadi tidak mengurangi nilai")
        )

    def _has_wishes(self) -> bool:
        return any(wish.seeker == self.line.participant_id for wish in self.problem.choices)

    @staticmethod
    def _distance(kilometres: float | None) -> str:
        if kilometres is None:
            return _("Titik rumah atau tempat belum diketahui")
        return _("%(km)s km dari rumah, garis lurus") % {"km": number_format(round(kilometres, 1), 1)}

    def is_worth_saying(self, outcome: RuleOutcome) -> bool:
        """Consents come with the departure; rules that nothing demands here would only make the list long."""
        return outcome.outcome != "pass" or outcome.rule not in (
            "consent",
            "specialisation",
            "gender",
            "documents",
        )

    def rule(self, outcome: RuleOutcome) -> WhyRule:
        if outcome.outcome == "pass":
            return WhyRule("ok", str(RULE_WORDS[outcome.rule]))
        if outcome.rule == "agreement":
            return WhyRule("warn", _("Perjanjian belum berlaku; sah dengan surat jawaban perusahaan"))
        kind = "warn" if outcome.outcome == "warn" else "bad"
        return WhyRule(kind, str(REFUSAL_WORDS[outcome.rule]).capitalize())

    def other(self, item: Alternative) -> WhyOther:
        return WhyOther(self.place_name(item.place), item.wish, item.points / 100, self._obstacle(item))

    def _obstacle(self, item: Alternative) -> str:
        if item.reason == "refused":
            refused = [outcome for outcome in item.rules if outcome.outcome == "refused"]
            text = ", ".join(dict.fromkeys(str(REFUSAL_WORDS[outcome.rule]) for outcome in refused))
            return _("Tidak bisa: %(why)s.") % {"why": text}
        if item.reason == "full":
            return self._full(item)
        return {
            "pinned": _("Tempat sekarang sudah ditetapkan orang."),
            "kept_together": _("Kelompoknya ada di tempat lain."),
            "kept_apart": _("Ada siswa lain di sana yang perlu dipisahkan."),
            "closed": _("Perusahaan ini belum cukup siswa untuk dibuka."),
            "fewer_points": _("Nilainya lebih rendah daripada tempat sekarang."),
            "equal": _("Sama baiknya dengan tempat sekarang."),
        }.get(item.reason, _("Bila diberikan, siswa lain kehilangan lebih banyak."))

    def _full(self, item: Alternative) -> str:
        step = next((s for s in item.moves if s.seeker != self.line.participant_id), None)
        if not self.name_others:
            return ngettext(
                "Penuh: %(n)d kursi diisi siswa yang lebih cocok menurut hitungan bersama.",
                "Penuh: %(n)d kursi diisi siswa yang lebih cocok menurut hitungan bersama.",
                len(item.holders),
            ) % {"n": len(item.holders)}
        if step is None:
            return _("Penuh (%(n)d siswa).") % {"n": len(item.holders)}
        name = self.people.get(step.seeker, "")
        if step.takes is None:
            return _("Penuh. Bila masuk, %(name)s kehilangan tempat.") % {"name": name}
        return _("Penuh. Bila masuk, %(name)s pindah ke %(place)s.") % {
            "name": name,
            "place": self.place_name(step.takes),
        }

    def change(self, item: Counterfactual) -> str:
        """What one change would do; nothing when it would not bring this pupil there."""
        if item.gets != item.place:
            return ""
        name = self.place_name(item.place)
        if item.kind == "seat":
            text = _("Satu kursi lagi di %(place)s membuatnya dapat tempat di sana") % {"place": name}
        else:
            rules = ", ".join(str(REFUSAL_WORDS[rule]) for rule in item.rules)
            text = _("%(place)s terbuka bila ini diubah: %(rules)s") % {"place": name, "rules": rules}
        if not item.others_moved:
            return text + _(", tanpa memindahkan siswa lain.")
        moved = ngettext(
            "; %(n)d siswa lain ikut pindah.", "; %(n)d siswa lain ikut pindah.", item.others_moved
        )
        return text + moved % {"n": item.others_moved}

    def unplaced(self) -> str:
        """The blocking reason in one sentence."""
        reason = self.found.unplaced
        if self.line.participant.pupil.birth_date is None:
            return _("Tanggal lahirnya kosong, jadi umur pada hari mulai tidak diketahui. Lengkapi datanya.")
        if reason is None:
            return _("Belum dapat tempat.")
        if reason.reason == "no_eligible_place":
            counts = [
                _("%(n)d karena %(why)s") % {"n": item.places, "why": REFUSAL_WORDS[item.rule]}
                for item in reason.refusals
                if item.rule not in ("programme", "specialisation")
            ]
            if not counts:
                return _("Belum ada mitra yang menawarkan kursi untuk konsentrasinya di gelombang ini.")
            return _("Tidak ada kursi yang boleh: %(counts)s.") % {"counts": "; ".join(counts)}
        if reason.reason == "seats_short":
            return _(
                "%(pupils)d siswa berebut %(seats)d kursi yang sama. Tambah kursi atau mitra untuk konsentrasi ini."
            ) % {"pupils": len(reason.competing), "seats": reason.seats}
        if reason.reason == "pin_blocked":
            return _("Tempat yang ditetapkan untuknya penuh atau tidak boleh menurut aturan.")
        if reason.reason == "host_minimum":
            return _("Perusahaan yang tersisa meminta lebih banyak siswa sekaligus.")
        return _("Menempatkannya membuat siswa lain kehilangan tempat.")


def locked_rules(round_: MatchingRound) -> list[Promise]:
    """Rules that no weight can bend, in words."""
    return [words for rule, words in RULE_WORDS.items() if rule not in SOFTENABLE]


def move_options(round_: MatchingRound, line: Proposal) -> list[PlaceOption]:
    """Places that no hard rule refuses to the pupil, with free seats as the lines stand, best points first."""
    problem, result = read_stored(round_)
    current = current_result(round_, result)
    found = engine_explain(problem, current, line.participant_id, counterfactuals=0)
    taken: dict[Any, int] = {}
    for item in current.placements:
        taken[item.place] = taken.get(item.place, 0) + 1
    allowed = [item for item in found.alternatives if not _is_refused(item.rules)]
    names: dict[Any, str] = dict(
        Capacity.objects.of_school(round_.school_id)
        .filter(pk__in=[item.place for item in allowed])
        .values_list("pk", "partner__name")
    )
    seats = {place.id: place.capacity for place in problem.places}
    options = [
        PlaceOption(
            int(item.place),
            names.get(item.place, ""),
            max(0, seats[item.place] - taken.get(item.place, 0)),
            item.points,
        )
        for item in allowed
    ]
    return sorted(options, key=lambda option: (option.free == 0, -option.points, option.partner_name))


def _is_refused(outcomes: Iterable[RuleOutcome]) -> bool:
    return any(outcome.outcome == "refused" for outcome in outcomes)
