"""Every page of the house, for every hat: no accessibility fault, light and dark, desk and phone; no dead link.

Pages are found by walking: a new page is looked at by itself as soon as something leads to it.
"""

import hashlib
import re
from pathlib import Path

import pytest

from tests.journeys import crawling
from tests.journeys.world import make_world

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(
    encoding="utf-8"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([options, theme]) => {
  document.documentElement.dataset.bsTheme = theme;
  const found = await axe.run(document, {...options, resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 140)}`));
}"""
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What differs between two loads of one page.
FLEETING = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*')
# The kit's living page is longer than any other and has a journey of its own.
WITH_OWN_JOURNEY = {"/kit/"}
# Acts that a page offers only for a while: while work runs or was interrupted, as the undo of the last step, with a
# passkey.
OFFERED_FOR_A_WHILE = {
    "imports:batch_resume",
    "internships:answer_undo",
    "internships:proposal_unpin",
    "internships:round_progress",
    "jobs:job_cancel",
    "mfa_remove_webauthn",
    "partners:partner_restore",
}


def faults_of(page, address: str, checked: set[str]) -> list[str]:
    """Faults of the page shown; one whose content was shown to another hat already is not looked at again."""
    content = FLEETING.sub("", page.locator("main").inner_html())
    digest = hashlib.sha256(content.encode()).hexdigest()
    if digest in checked:
        return []
    checked.add(digest)
    page.evaluate(AXE)
    everything = {"runOnly": {"type": "tag", "values": RULES}}
    colours = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    found = [f"light {fault}" for fault in page.evaluate(RUN, [everything, "light"])]
    found += [f"dark {fault}" for fault in page.evaluate(RUN, [colours, "dark"])]
    wide = page.evaluate(SIDEWAYS)
    page.set_viewport_size(PHONE)
    found += [f"phone {fault}" for fault in page.evaluate(RUN, [everything, "light"])]
    narrow = page.evaluate(SIDEWAYS)
    page.set_viewport_size(WIDE)
    found += [
        f"scrolls sideways by {more} at {width}" for width, more in ((1280, wide), (360, narrow)) if more > 0
    ]
    return [f"{address} {fault}" for fault in found]


def test_every_page_is_accessible(visit, live_server, school, now):
    world = make_world(school, now)
    faults: list[str] = []
    names: set[str] = set()
    checked: set[str] = set()
    for hat, actor in world.actors.items():
        page = visit("/", actor=actor)
        page.emulate_media(reduced_motion="reduce")
        met = crawling.Walk()
        for address in crawling.walk(page, live_server.url, school.slug, world.addresses, met):
            if address not in WITH_OWN_JOURNEY:
                faults += [f"{hat} {fault}" for fault in faults_of(page, address, checked)]
        faults += [f"{hat} {link}" for link in met.dead]
        names |= met.names
    assert faults == []
    assert crawling.all_names() - names == OFFERED_FOR_A_WHILE
