"""Tags of the interface kit: `{% load ui %}`; each component's data is described in anyam.base.parts."""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from anyam.base.forms import RupiahField, control_class
from anyam.base.parts import STATUS_ICONS, Bar, Chart, Fact, Figure, Link, Progress, Status
from anyam.base.tables import Table
from anyam.base.theme import THEMES

register = template.Library()


# Colours of people are a help for the eye only; red is left out, it means harm.
AVATAR_CLASSES = ("", " b", " c", " d", " f")
TITLES = ("drs.", "dra.", "dr.", "ir.", "prof.", "h.", "hj.")


# ---- words and numbers ----


@register.filter
def number(value: Any) -> str:
    """A count or measure in the reader's style: 1.234,5 in Indonesian; empty for None."""
    if value is None or value == "":
        return ""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def rupiah(value: Any) -> str:
    """Whole rupiah in full: Rp 1.234.000 (the space does not break)."""
    return "" if value is None or value == "" else f"Rp\u00a0{number(int(Decimal(str(value))))}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A short day: 24 Nov 2026; a moment is shown as the day of the active time zone."""
    return "" if value is None else date_format(_local(value), "j M Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A day with its time: 24 Nov 2026, 15.42."""
    return "" if value is None else date_format(_local(value), "j M Y, H.i")


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def initials(name: str) -> str:
    """Two letters of a name without its titles: "Drs. Maria Ngabe, M.Pd." gives MN."""
    words = [word for word in str(name).split(",")[0].split() if word.lower() not in TITLES]
    return "".join(word[0] for word in words[:2]).upper() or "?"


# ---- small parts ----


@register.simple_tag(name="icon")
def picture(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; `size` is s, l or xl; `label` only for glyphs that stand without a word."""
    href = f"{static('dist/icons.svg')}#{name}"
    classes = f"i i-{size}" if size else "i"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href)


@register.simple_tag
def status(kind: str | Status, word: str = "", icon: str = "") -> SafeString:
    """A pill of kind, icon and word: `{% status "ok" _("Selesai") %}` or `{% status row.status %}`."""
    if not kind:
        return SafeString("")
    if isinstance(kind, Status):
        given = kind
        kind, word, icon = given.kind, str(given.word), given.icon
    sign = picture(icon or STATUS_ICONS[kind], "s")
    return format_html('<span class="k-st {}">{}<span>{}</span></span>', kind, sign, word)


@register.simple_tag
def avatar(name: str, size: str = "", letters: str = "") -> SafeString:
    """Initials in a circle whose colour stays the same for a name; `size` is xs, s or l. Decoration only."""
    colour = AVATAR_CLASSES[zlib.crc32(str(name).encode()) % len(AVATAR_CLASSES)]
    return format_html(
        '<span class="k-av{}{}" aria-hidden="true">{}</span>',
        colour,
        f" {size}" if size else "",
        letters or initials(name),
    )


def percent(value: Any, maximum: Any) -> str:
    """Share of `maximum` as an SVG length, between 0 and 100 %."""
    top = float(maximum or 0)
    share = 100 * float(value or 0) / top if top > 0 else 0
    return f"{min(100.0, max(0.0, share)):.4g}%"


@register.simple_tag
def meter(value: Any, maximum: Any = 100, label: str = "", kind: str = "", size: str = "") -> SafeString:
    """A bar of a part of a whole; `label` is the sentence for screen readers (empty: text beside says it)."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="k-meter{}" {}><rect class="track" width="100%" height="100%"/>'
        '<rect class="fill {}" width="{}" height="100%" rx="4"/></svg>',
        f" {size}" if size else "",
        spoken,
        kind,
        percent(value, maximum),
    )


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """A small line of at least two numbers in their order; nothing for fewer."""
    if len(values) < 2:
        return SafeString("")
    low, high = min(values), max(values)
    reach = (high - low) or 1
    points = [
        (100 * place / (len(values) - 1), 26 - 22 * (value - low) / reach)
        for place, value in enumerate(values)
    ]
    line = " ".join(f"{'L' if place else 'M'}{x:.1f} {y:.1f}" for place, (x, y) in enumerate(points))
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="k-spark" viewBox="0 0 100 30" preserveAspectRatio="none" {}>'
        '<path class="area" d="{} L100 30 L0 30 Z"/><path class="line" d="{}"/></svg>',
        spoken,
        line,
        line,
    )


# ---- page frame ----


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The theme chosen in the cookie: auto (the default), light or dark."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "auto") if request else "auto"
    return chosen if chosen in THEMES else "auto"


@register.simple_tag(takes_context=True)
def saves_data(context: template.Context) -> bool:
    """True when the browser asks to save data; the page then comes without its font."""
    request = context.get("request")
    return request is not None and request.headers.get("Save-Data", "").lower() == "on"


@register.inclusion_tag("ui/_breadcrumbs.html")
def breadcrumbs(links: Iterable[Link | tuple[str, str]]) -> dict[str, Any]:
    """The way back: links of the levels above, outermost first, given as Link or (label, url)."""
    return {"links": [link if isinstance(link, Link) else Link(link[0], link[1]) for link in links or ()]}


@register.inclusion_tag("ui/_toasts.html")
def toasts(messages: Iterable[Any]) -> dict[str, Any]:
    """Django's messages as toasts; see anyam.base.toasts.say for one with an undo button."""
    shown = []
    for message in messages or ():
        undo = [tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo:")]
        shown.append({"text": message, "kind": message.level_tag, "undo_url": undo[0] if undo else ""})
    return {"shown": shown}


@register.inclusion_tag("ui/_tabs.html")
def tabs(links: Iterable[Link], label: str = "") -> dict[str, Any]:
    """Tabs are links: each has its own address; `label` names the group for screen readers."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/_filter_chips.html")
def filter_chips(links: Iterable[Link], label: str = "", clear_url: str = "") -> dict[str, Any]:
    """Filters as chips, each a link that switches one on or off; `clear_url` takes all away."""
    return {"links": links, "label": label, "clear_url": clear_url}


# ---- blocks ----


@register.simple_block_tag
def note(content: str, kind: str = "info", icon: str = "info-circle") -> SafeString:
    """A remark in a coloured box: `{% note "warn" icon="clock" %}…{% endnote %}`."""
    return format_html('<div class="k-note {}">{}<div>{}</div></div>', kind, picture(icon), content)


@register.simple_block_tag
def empty_state(content: str, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """What an empty list is for; the content holds the one button that fills it."""
    return format_html(
        '<div class="k-empty"><span class="k-ic">{}</span><h2>{}</h2><p>{}</p>'
        '<div class="k-row">{}</div></div>',
        picture(icon, "l"),
        title,
        text,
        content,
    )


@register.simple_block_tag
def card(content: str, title: str, sub: str = "", url: str = "", link: str = "") -> SafeString:
    """A card with a heading; `sub` is a remark at its right, `url` and `link` a link there instead."""
    side = format_html('<a class="ms-auto t-s fw-6" href="{}">{}</a>', url, link) if url else SafeString("")
    if sub and not url:
        side = format_html('<span class="ms-auto t-s t-2 sub">{}</span>', sub)
    return format_html(
        '<section class="card"><div class="card-header"><h2>{}</h2>{}</div>{}</section>', title, side, content
    )


# ---- lists and figures ----


@register.inclusion_tag("ui/_stat_strip.html")
def stat_strip(figures: Iterable[Figure]) -> dict[str, Any]:
    """Two to five figures in one card."""
    return {"figures": figures}


@register.inclusion_tag("ui/_stats.html")
def stats(figures: Iterable[Figure]) -> dict[str, Any]:
    """Figures as cards of their own, with a small line of their past."""
    return {"figures": figures}


@register.inclusion_tag("ui/_steps.html")
def steps(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Where long work stands: a list of anyam.base.parts.Step."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/_decision.html")
def decision(item: Any, heading: int = 3) -> dict[str, Any]:
    """One row of what awaits a decision: anyam.base.parts.Decision."""
    return {"item": item, "heading": heading}


@register.inclusion_tag("ui/_action.html")
def action(item: Any, size: str = "sm") -> dict[str, Any]:
    """A button or link: anyam.base.parts.Action; a POST brings its own form and token."""
    return {"item": item, "size": size}


@register.inclusion_tag("ui/_facts.html")
def facts(items: Iterable[Fact]) -> dict[str, Any]:
    """Name and value pairs of one thing."""
    return {"items": items}


@register.inclusion_tag("ui/_timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first: a list of anyam.base.parts.Event."""
    return {"events": events}


@register.inclusion_tag("ui/_progress.html")
def progress(job: Progress, url: str) -> dict[str, Any]:
    """A job's card that asks `url` for itself every two seconds while it runs; reload works too."""
    return {"job": job, "url": url}


@register.inclusion_tag("ui/_lazy.html")
def lazy(url: str, label: str) -> dict[str, Any]:
    """A slow part of a page: fetched from `url` after the page stands; `url` answers with the part alone."""
    return {"url": url, "label": label}


@register.inclusion_tag("ui/_table.html")
def data_table(table: Table) -> dict[str, Any]:
    """A list (anyam.base.tables.Table): a table on wide screens, cards on phones; sorted, picked, paged."""
    return {"table": table}


@register.inclusion_tag("ui/_pagination.html")
def pagination(page: Any) -> dict[str, Any]:
    """Previous and next of a Table or of anything with its page attributes."""
    return {"page": page}


# ---- forms ----


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The bare input of a field with the kit's classes; its description and error are referenced by id."""
    attributes: dict[str, str | bool] = {
        "class": f"{field.field.widget.attrs.get('class', '')} {control_class(field)}".strip()
    }
    return field.as_widget(attrs=attributes)


@register.filter
def input_kind(field: BoundField) -> str:
    """How field.html lays a field out: hidden, checkbox, choices (radio, ticks) or plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "choices" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "plain"


@register.filter
def is_rupiah(field: BoundField) -> bool:
    """True for an amount of money, which gets "Rp" before its box."""
    return isinstance(field.field, RupiahField)


@register.filter
def card_class(place: str) -> str:
    """CSS class of a column's place on a phone card."""
    return "off" if place == "hidden" else place


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(*forms_: forms.BaseForm) -> dict[str, Any]:
    """All errors of one or more forms, each linked to its field; takes the focus; nothing without errors."""
    found = []
    for form in forms_:
        if not isinstance(form, forms.BaseForm) or not form.is_bound:
            continue
        found += [{"text": text, "target": ""} for text in form.non_field_errors()]
        for field in form:
            target = field.id_for_label or f"{field.auto_id}_0"
            if input_kind(field) == "choices":
                target = f"{field.auto_id}_0"
            found += [{"text": text, "target": target, "label": field.label} for text in field.errors]
    return {"found": found}


# ---- charts ----


@register.inclusion_tag("ui/_bar_chart.html")
def bar_chart(chart: Chart) -> dict[str, Any]:
    """Horizontal bars from zero, each with its value, a target as a line, and the same numbers as a table."""
    return {"chart": chart, "rows": [_bar_row(chart, bar) for bar in chart.bars]}


def _bar_row(chart: Chart, bar: Bar) -> dict[str, Any]:
    target = percent(bar.target, chart.top) if bar.target is not None else ""
    return {"bar": bar, "width": percent(bar.value, chart.top), "target": target}


@register.inclusion_tag("ui/_stacked_bar.html")
def stacked_bar(chart: Chart) -> dict[str, Any]:
    """Parts of one whole in one bar (at most six), with legend, shares and a table."""
    whole = sum(bar.value for bar in chart.bars) or 1
    segments, left = [], 0.0
    for place, bar in enumerate(chart.bars, start=1):
        share = 100 * bar.value / whole
        segments.append(
            {"bar": bar, "x": f"{left:.4g}%", "width": f"{share:.4g}%", "series": place, "share": share}
        )
        left += share
    return {"chart": chart, "segments": segments, "share_heading": _("Bagian")}
