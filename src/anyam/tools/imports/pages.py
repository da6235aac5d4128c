"""Contexts of the import pages that gather several things: steps, check, result, the question before
undoing.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.parts import Figure, Link, Step
from anyam.tools.imports import queries
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportBatch
from anyam.tools.imports.terms import UNDO_FOR, BatchState, RowAction


def steps(actor: Actor, batch: ImportBatch | None) -> list[Step]:
    """File, columns, check, import: which are done and what they gave."""
    if batch is None:
        names = (_("Pilih berkas"), _("Cocokkan kolom"), _("Periksa"), _("Impor"))
        return [Step(name, state="now" if number == 0 else "todo") for number, name in enumerate(names)]
    part = queries.columns_part(batch)
    checked = batch.state != BatchState.UPLOADED
    columns_url = reverse("imports:batch_columns", kwargs={"school": actor.school_slug, "code": batch.code})
    used = _("%(used)s dipakai, %(dropped)s tidak disimpan") % {
        "used": len(part.used),
        "dropped": part.dropped_count,
    }
    return [
        Step(_("Pilih berkas"), batch.file_name, "done"),
        Step(_("Cocokkan kolom"), used, "done" if checked else "now", columns_url if checked else ""),
        Step(
            _("Periksa"),
            _("%(count)s baris perlu diperbaiki") % {"count": batch.refused_count} if checked else "",
            "now" if checked else "todo",
        ),
        Step(
            _("Impor"),
            _("%(count)s %(noun)s siap") % _counted(batch, batch.ready_count) if checked else "",
            "todo",
        ),
    ]


def _counted(batch: ImportBatch, count: int) -> dict[str, Any]:
    return {"count": count, "noun": kind_named(batch.kind).noun}


def check_page(actor: Actor, batch: ImportBatch, page: str) -> dict[str, Any]:
    """Everything the check page shows: counts, refused rows, what will happen, columns, changes, absent
    records.
    """
    kind = kind_named(batch.kind)
    refused = queries.rows_visible_to(actor, batch, RowAction.REFUSED)
    shown, paging = queries.page_of(refused, page, batch.refused_count, queries.REFUSED_SHOWN)
    return {
        "batch": batch,
        "kind": kind,
        "steps": steps(actor, batch),
        "figures": figures(actor, batch),
        "refused": [queries.refused_row(kind, row) for row in shown],
        "paging": paging,
        "suggested": sum(1 for row in shown if any(error["suggestion"] for error in row.errors)),
        "columns": queries.columns_part(batch),
        "by_the_way": queries.made_by_the_way(actor, batch),
        "changed_words": queries.changed_words(batch),
        "changed": queries.changed_previews(actor, batch),
        "absent": batch.absent[: queries.PREVIEW],
        "absent_more": batch.absent[queries.PREVIEW :],
        "undo_days": UNDO_FOR.days,
    }


def _grouped(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)


def figures(actor: Actor, batch: ImportBatch) -> list[Figure]:
    """The four counts of the check."""

    def url(action: str) -> str:
        words = {"school": actor.school_slug, "code": batch.code, "action": action}
        return reverse("imports:batch_rows", kwargs=words)

    return [
        Figure(
            _("baru"), _grouped(batch.new_count), icon="user-plus", icon_kind="ok", url=url(RowAction.NEW)
        ),
        Figure(_("berubah"), _grouped(batch.changed_count), icon="refresh", url=url(RowAction.CHANGED)),
        Figure(
            _("tidak ada di berkas"),
            _grouped(batch.absent_count),
            icon="user-question",
            icon_kind="ext",
            url="#absen",
        ),
        Figure(
            _("perlu diperbaiki"),
            _grouped(batch.refused_count),
            icon="alert-triangle",
            icon_kind="warn",
            url="#perbaiki",
            selected=bool(batch.refused_count),
        ),
    ]


def result_page(actor: Actor, batch: ImportBatch, now: datetime) -> dict[str, Any]:
    """What an import did, what was left, and whether it can still be undone."""
    kind = kind_named(batch.kind)
    is_erased = not batch.mapping
    return {
        "batch": batch,
        "kind": kind,
        "is_erased": is_erased,
        "can_undo": batch.state == BatchState.APPLIED
        and batch.undo_until is not None
        and now <= batch.undo_until,
        "figures": [
            Figure(_("diimpor"), _grouped(batch.applied_count), icon="circle-check", icon_kind="ok"),
            Figure(_("sudah sama"), _grouped(batch.same_count), icon="equal"),
            Figure(_("ditunda"), _grouped(batch.refused_count), icon="alert-triangle", icon_kind="warn"),
        ],
        "refused": [
            queries.refused_row(kind, row)
            for row in queries.rows_visible_to(actor, batch, RowAction.REFUSED)[: queries.REFUSED_SHOWN]
        ],
        "kept": list(queries.kept_visible_to(actor, batch)[:100]),
        "changed_words": queries.changed_words(batch),
        "next_link": kind.next_link(actor) if batch.state == BatchState.APPLIED else None,
    }


def undo_question(actor: Actor, batch: ImportBatch) -> dict[str, Any]:
    """The page before undoing: what goes away, what goes back, what stays."""
    address = {"school": actor.school_slug, "code": batch.code}
    noun = kind_named(batch.kind).noun
    applied = date_format(localtime(batch.applied_at), "j F Y H.i") if batch.applied_at else ""
    return {
        "page_title": _("Urungkan impor %(name)s") % {"name": batch.file_name},
        "breadcrumbs": [
            Link(_("Impor"), reverse("imports:batch_list", kwargs={"school": actor.school_slug}))
        ],
        "effects": [
            _("%(count)s %(noun)s kembali seperti sebelum impor %(when)s.")
            % {"count": batch.applied_count, "noun": noun, "when": applied},
            _("Yang dibuat impor ini dihapus, kecuali sudah dipakai data lain."),
            _("Yang sudah diubah orang sesudah impor dibiarkan dan disebutkan."),
        ],
        "submit_label": _("Urungkan impor"),
        "submit_style": "bad",
        "submit_url": reverse("imports:batch_undo", kwargs=address),
        "cancel_url": reverse("imports:batch_show", kwargs=address),
    }
