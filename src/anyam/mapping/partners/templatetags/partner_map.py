"""Draws the partner map as SVG: rings, school, pins whose shape tells their state."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from anyam.mapping.partners.queries import Pin, SiteMap
from anyam.mapping.partners.terms import PinState

register = template.Library()

SIZE = 640
MARGIN = 36


@register.simple_tag
def partner_map(found: SiteMap) -> SafeString:
    """The map of a radius as one picture; the list beside it carries the same for screen readers."""
    scale = (SIZE / 2 - MARGIN) / found.radius
    middle = SIZE / 2
    rings = format_html_join(
        "",
        '<circle class="ring" cx="{0}" cy="{0}" r="{1}"/><text class="ring-text" x="{0}" y="{2}">{3} km</text>',
        (
            (
                f"{middle:.0f}",
                f"{km * scale:.1f}",
                f"{middle - km * scale - 4:.1f}",
                f"{km:g}".replace(".", ","),
            )
            for km in (found.radius / 2, found.radius)
        ),
    )
    pins = format_html_join(
        "", "{}", ((_pin(pin, middle + pin.x * scale, middle - pin.y * scale),) for pin in found.pins)
    )
    return format_html(
        '<svg class="k-sitemap" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">{2}'
        '<g class="home"><rect x="{3}" y="{3}" width="20" height="20" rx="6"/></g>{4}</svg>',
        SIZE,
        _("%(n)d lokasi mitra dalam %(km)d km dari sekolah") % {"n": len(found.pins), "km": found.radius},
        rings,
        f"{middle - 10:.0f}",
        pins,
    )


def _pin(pin: Pin, x: float, y: float) -> SafeString:
    """Ticked = agreement in force, dot = seats without agreement, hollow = prospect; the name on pointing."""
    inner = {
        PinState.IN_FORCE: '<path class="mark" d="M-4 -13 l3 3 l5 -6"/>',
        PinState.SEATS: '<circle class="dot" cy="-13" r="3"/>',
        PinState.PROSPECT: "",
    }[PinState(pin.state)]
    return format_html(
        '<g class="pin {}" transform="translate({} {})"><title>{}, {} km</title>'
        '<path class="drop" d="M0 0 C-7 -8 -9 -11 -9 -14 A9 9 0 1 1 9 -14 C9 -11 7 -8 0 0 Z"/>{}</g>',
        pin.state,
        f"{x:.1f}",
        f"{y:.1f}",
        pin.partner.name,
        f"{pin.distance:.1f}".replace(".", ","),
        SafeString(inner),
    )
