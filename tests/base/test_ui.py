"""The kit's tags: words and numbers, escaping, what screen readers hear, no query and no inline style."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from anyam.base import kit, parts, theme, toasts
from anyam.base.templatetags import ui

pytestmark = pytest.mark.page

EVIL = '<script>alert("x")</script>'


def render(source: str, **context: object) -> str:
    """A template with the kit loaded, as text without runs of white space."""
    text = Template("{% load ui i18n %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", text).strip()


class Attributes(HTMLParser):
    """Collects (tag, attribute, value) of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value) for name, value in attrs] or [(tag, "", None)]

    def values(self, attribute: str) -> list[str | None]:
        return [value for _, name, value in self.found if name == attribute]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maria Ngabe, M.Pd.", "MN"),
        ("Drs. H. Hendri", "H"),
        ("Nadia Putri Anjani", "NP"),
        ("", "?"),
        ("Ir. Éva Ölmez", "ÉÖ"),
    ],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("id", 1234567, "1.234.567"),
        ("id", 2.5, "2,5"),
        ("en", 1234567, "1,234,567"),
        ("id", None, ""),
        ("id", 0, "0"),
    ],
)
def test_numbers_follow_the_language(language, value, shown):
    with translation.override(language):
        assert ui.number(value) == shown


def test_rupiah_does_not_break():
    assert ui.rupiah(850000) == "Rp\u00a0850.000"
    assert ui.rupiah(None) == ""


def test_moment_is_shown_in_the_active_zone():
    with timezone.override("Asia/Makassar"):
        assert ui.moment(datetime(2026, 11, 24, 7, 42, tzinfo=UTC)) == "24 Nov 2026, 15.42"
    assert ui.day(date(2026, 8, 1)) == "1 Agu 2026"


def test_icon_is_silent_beside_a_word_and_speaks_alone():
    assert render('{% icon "home" %}') == (
        '<svg class="i" aria-hidden="true"><use href="/static/dist/icons.svg#home"></use></svg>'
    )
    spoken = render('{% icon "search" "l" label %}', label='Cari "apa"')
    assert Attributes(spoken).values("aria-label") == ['Cari "apa"']
    assert Attributes(spoken).values("aria-hidden") == []


def test_status_has_kind_icon_and_word():
    shown = render("{% status state %}", state=parts.Status("ext", EVIL))
    assert shown == (
        '<span class="k-st ext"><svg class="i i-s" aria-hidden="true">'
        '<use href="/static/dist/icons.svg#user-share"></use></svg>'
        "<span>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</span></span>"
    )
    assert render("{% status nothing %}") == ""


def test_avatar_keeps_its_colour():
    assert render("{% avatar 'Rina Kristiani' %}") == render("{% avatar 'Rina Kristiani' %}")
    assert "RK" in render("{% avatar 'Rina Kristiani' 's' %}")


@pytest.mark.parametrize(
    ("value", "maximum", "width"),
    [(64, 100, "64%"), (9, 12, "75%"), (5, 0, "0%"), (130, 100, "100%"), (-3, 10, "0%"), (1, 3, "33.33%")],
)
def test_meter_stays_within_its_track(value, maximum, width):
    shown = render("{% meter value maximum 'dipakai' %}", value=value, maximum=maximum)
    assert Attributes(shown).values("width") == ["100%", width]
    assert Attributes(shown).values("aria-label") == ["dipakai"]


def test_sparkline_needs_two_points():
    assert render("{% sparkline values %}", values=(3,)) == ""
    shown = render("{% sparkline values %}", values=(0, 10, 5))
    assert Attributes(shown).values("d") == [
        "M0.0 26.0 L50.0 4.0 L100.0 15.0 L100 30 L0 30 Z",
        "M0.0 26.0 L50.0 4.0 L100.0 15.0",
    ]


def test_steps_say_their_state():
    shown = render(
        "{% steps items %}",
        items=[parts.Step("A", state="done"), parts.Step("B", state="now"), parts.Step("C", state="blocked")],
    )
    assert Attributes(shown).values("aria-current") == ["step"]
    assert re.findall(r'k-sr">([^<]*)', shown) == [", selesai", ", sedang berjalan", ", belum bisa"]


def test_decision_posts_with_a_token_and_links_without():
    item = parts.Decision(
        EVIL,
        "Karena.",
        icon="signature",
        actions=(parts.Action("Baca", "/baca/"), parts.Action("Setujui", "/setuju/", "post", "primary")),
    )
    shown = render("{% decision item %}", item=item, csrf_token="abc")
    assert EVIL not in shown
    assert Attributes(shown).values("href")[1:] == ["/baca/"]
    assert shown.count('<form method="post" action="/setuju/" data-once>') == 1
    assert shown.count('name="csrfmiddlewaretoken" value="abc"') == 1


def test_facts_say_what_is_missing():
    shown = render(
        "{% facts items %}", items=[parts.Fact("Pos-el", "", missing="Belum ada."), parts.Fact("Kursi", 0)]
    )
    assert re.findall(r"<dd>(.*?)</dd>", shown) == ['<span class="t-3">Belum ada.</span>', "0"]


def test_running_job_asks_again_and_a_finished_one_does_not():
    running = render("{% progress job '/kerja/' %}", job=parts.Progress("Hitung", "running", 1, 4))
    done = render("{% progress job '/kerja/' %}", job=parts.Progress("Hitung", "done", 4, 4, "Selesai."))
    assert Attributes(running).values("hx-get") == ["/kerja/"]
    assert Attributes(running).values("aria-label") == ["1 dari 4"]
    assert Attributes(done).values("hx-get") == []
    assert Attributes(done).values("data-announce") == ["Hitung: Selesai."]


def test_slow_part_has_a_link_for_those_without_script():
    shown = render("{% lazy '/bagian/' label %}", label=EVIL)
    assert Attributes(shown).values("hx-get") == ["/bagian/"]
    assert Attributes(shown).values("href")[0] == "/bagian/"
    assert EVIL not in shown


def test_charts_carry_their_numbers_as_a_table():
    chart = parts.Chart("Ke mana?", (parts.Bar("A", 3, target=4), parts.Bar("B", 1)), "A tiga, B satu.")
    bars = render("{% bar_chart chart %}", chart=chart)
    assert Attributes(bars).values("aria-label") == ["A tiga, B satu."]
    assert Attributes(bars).values("x1") == ["100%"]
    assert re.findall(r'<td class="text-end">([^<]*)</td>', bars) == ["3", "4", "1", "–"]
    stacked = render("{% stacked_bar chart %}", chart=chart)
    assert re.findall(r"fw-6\">([^<]*)</td>", stacked) == ["75%", "25%"]


def test_blocks_escape_what_they_are_given_and_keep_their_content():
    shown = render("{% card title sub='x' %}<p>isi</p>{% endcard %}", title=EVIL)
    assert "&lt;script&gt;" in shown
    assert "<p>isi</p>" in shown
    assert "<b>awas</b>" in render("{% note 'warn' icon='clock' %}<b>awas</b>{% endnote %}")


@pytest.mark.parametrize(
    ("cookie", "shown"), [("dark", "dark"), ("light", "light"), ('"><b>', "auto"), (None, "auto")]
)
def test_theme_comes_from_the_cookie(cookie, shown):
    request = RequestFactory().get("/")
    if cookie:
        request.COOKIES["theme"] = cookie
    assert render("{% theme %}", request=request) == shown


@pytest.mark.parametrize(("sent", "font"), [({}, 1), ({"Save-Data": "on"}, 0), ({"Save-Data": "off"}, 1)])
def test_font_is_left_out_for_those_who_save_data(sent, font):
    request = RequestFactory().get("/kit/", headers=sent)
    assert kit.kit_page(request).content.decode().count("font.woff2") == font


@pytest.mark.parametrize(
    ("target", "leads"), [("/s/a/?x=1", "/s/a/?x=1"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_set_theme_keeps_the_choice_and_stays_at_home(target, leads):
    response = theme.set_theme(RequestFactory().post("/", {"theme": "dark", "next": target}))
    assert (response.status_code, response["Location"]) == (302, leads)
    assert response.cookies["theme"].value == "dark"


def test_set_theme_refuses_an_unknown_theme():
    response = theme.set_theme(RequestFactory().post("/", {"theme": "pink"}))
    assert "theme" not in response.cookies


def test_toast_offers_the_way_back():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    toasts.say(request, "Tersimpan.", undo_url="/urung/1/")
    toasts.say(request, EVIL, kind="bad")
    shown = render("{% toasts messages %}", messages=request._messages, csrf_token="abc")
    assert Attributes(shown).values("action") == ["/urung/1/"]
    assert Attributes(shown).values("role") == ["status", "alert"]
    assert EVIL not in shown


def kit_text(query: str = "") -> str:
    return kit.kit_page(RequestFactory().get(f"/kit/{query}")).content.decode()


def test_kit_page_shows_every_component_without_a_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        text = kit_text()
    for part in (
        "k-steps",
        "k-strip",
        "k-dec",
        "k-stat",
        "k-timeline",
        "k-st ",
        "k-meter",
        "k-note",
        "k-empty",
    ):
        assert part in text, part
    for part in (
        "k-chips",
        "k-tabs-line",
        "k-table",
        "k-pager",
        "k-bars",
        "k-stacked",
        "k-facts",
        "k-summary",
    ):
        assert part in text, part


def test_pages_have_no_inline_style_or_script():
    page = Attributes(kit_text())
    assert page.values("style") == []
    assert [name for _, name, _ in page.found if name.startswith("on")] == []
    assert "<script>" not in kit_text()
    assert "<style" not in kit_text()


def test_ids_are_unique_and_references_lead_somewhere():
    page = Attributes(kit_text())
    ids = page.values("id")
    assert sorted(ids) == sorted(set(ids))
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        named = {one for value in page.values(attribute) for one in (value or "").split()}
        assert named - set(ids) == set(), attribute
