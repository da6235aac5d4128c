"""Pages of the school itself: checklist, profile, letterhead; and the small acts on years and objectives."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anyam.base.errors import NotFound
from anyam.base.parts import Status
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.records.schools import forms, operations, queries, rules


def setup(request: Request) -> HttpResponse:
    """What a school needs before its first wave, each step with its state out of real data."""
    steps = [(step, _state(step)) for step in queries.setup_steps(request.actor)]
    done = sum(step.is_done for step, _status in steps)
    upcoming = next((step for step, _status in steps if step.may_be_next), None)
    context = {"steps": steps, "done": done, "upcoming": upcoming, "school": queries.school_of(request.actor)}
    return render(request, "schools/setup.html", context)


def _state(step: queries.SetupStep) -> Status:
    if step.is_done:
        return Status("ok", _("Selesai"))
    if step.waits_for:
        return Status("mute", _("Belum bisa: %(step)s dulu") % {"step": step.waits_for}, "lock")
    return Status("info", _("Belum dimulai"), "circle-dashed")


def profile(request: Request) -> HttpResponse:
    """Name, NPSN, address, zone and point of the school."""
    form = forms.ProfileForm(request.POST or None, instance=queries.school_of(request.actor))
    if request.method == "POST" and form.is_valid():
        operations.save_profile(actor=request.actor, data=form.cleaned_data, now=timezone.now())
        say(request, _("Profil sekolah tersimpan."))
        return redirect("schools:setup", school=request.actor.school_slug)
    return render(request, "schools/profile.html", {"form": form}, status=422 if form.errors else 200)


def letterhead(request: Request) -> HttpResponse:
    """The head of letters and their numbers; "Lihat contoh" shows it without saving."""
    actor, now = request.actor, timezone.now()
    form = forms.LetterheadForm(request.POST or None, instance=queries.school_of(actor))
    valid = request.method == "POST" and form.is_valid()
    if valid and "contoh" not in request.POST:
        operations.save_profile(actor=actor, data=form.cleaned_data, now=now)
        say(request, _("Kop surat tersimpan. Surat berikutnya memakai kop ini."))
        return redirect("schools:setup", school=actor.school_slug)
    shown = form.instance if not form.errors else queries.school_of(actor)
    context = {
        "form": form,
        "shown": shown,
        "lines": shown.letterhead_lines.splitlines(),
        "number": rules.letter_number(shown.letter_number_pattern, 1, actor.today(now), "PKL"),
    }
    return render(request, "schools/letterhead.html", context, status=422 if form.errors else 200)


def year_add_next(request: Request) -> HttpResponse:
    """POST: open the year after the latest."""
    if request.method == "POST":
        try:
            year = operations.add_next_year(actor=request.actor, now=timezone.now())
            say(
                request, _("%(year)s dibuat. Jadikan tahun berjalan saat tahun itu dimulai.") % {"year": year}
            )
        except operations.YearExists as refused:
            say(request, str(refused), kind="warn")
    return redirect("schools:part_list", school=request.actor.school_slug, part="tahun")


def year_make_current(request: Request, code: str) -> HttpResponse:
    """Ask, then let every page go over to another year."""
    actor = request.actor
    year = queries.years_visible_to(actor).filter(code=code).first()
    if year is None:
        raise NotFound
    if request.method == "POST":
        operations.make_year_current(actor=actor, year=year, now=timezone.now())
        say(request, _("%(year)s sekarang tahun berjalan.") % {"year": year})
        return redirect("schools:part_list", school=actor.school_slug, part="tahun")
    current = queries.current_year(actor.school_id)
    return render(request, "schools/year_current.html", {"year": year, "current": current})


def objectives_use_national(request: Request) -> HttpResponse:
    """POST: start with the four objectives of the national report card."""
    if request.method == "POST":
        made = len(operations.use_national_objectives(actor=request.actor, now=timezone.now()))
        words = ngettext("%(n)d tujuan rapor nasional dipakai.", "%(n)d tujuan rapor nasional dipakai.", made)
        say(request, words % {"n": made} if made else _("Keempat tujuan rapor nasional sudah ada."))
    return redirect("schools:part_list", school=request.actor.school_slug, part="tujuan")
