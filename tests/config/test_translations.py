"""The translation tool finds every visible word in code and templates and knows where its English belongs."""

from pathlib import Path

import pytest
import translations

pytestmark = pytest.mark.pure


def found(path: Path) -> list[tuple[object, str | None]]:
    return [(message, context) for _line, message, context in translations.messages_of(path)]


def test_words_in_code(tmp_path: Path):
    path = tmp_path / "rules.py"
    path.write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "A = _('Simpan')\nB = ngettext('%(n)d siswa', '%(n)d siswa', 3)\nC = pgettext('bulan', 'Mei')\n"
    )
    assert found(path) == [
        ("Simpan", None),
        (("%(n)d siswa", "%(n)d siswa"), None),
        ("Mei", "bulan"),
    ]


def test_words_in_templates(tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text(
        "{% load i18n %}<p>Tak diterjemahkan: it's (_x) \"</p>\n"
        '  {% translate "Kirim jurnal" %} {% translate "Mei" context "bulan" %}\n'
        "{% blocktranslate with nama=siswa.nama trimmed %}\n   Halo, {{ nama }}.\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=jumlah %}{{ n }} baris{% plural %}{{ n }} baris{% endblocktranslate %}\n"
        '{% include "x.html" with title=_("Hari ini") %}'
    )
    assert found(path) == [
        ("Kirim jurnal", None),
        ("Mei", "bulan"),
        ("Halo, %(nama)s.", None),
        (("%(n)s baris", "%(n)s baris"), None),
        ("Hari ini", None),
    ]


def test_home_is_the_nearest_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    room = tmp_path / "mapping" / "partners"
    (room / "templates").mkdir(parents=True)
    (room / "apps.py").touch()
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    assert translations.home_of(room / "templates" / "page.html") == room
    assert translations.home_of(tmp_path / "config" / "cli.py") == tmp_path / "base"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree of one room with one word and one sentence."""
    room = tmp_path / "src" / "anyam" / "partners"
    room.mkdir(parents=True)
    (room / "apps.py").touch()
    (room / "terms.py").write_text("A = _('Mitra')\nB = _('Ada %(count)d mitra')\n")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "SOURCE", tmp_path / "src" / "anyam")
    return room


def write_english(room: Path, **words: str) -> None:
    po = translations.po_path(room)
    text = po.read_text()
    for indonesian, english in words.items():
        text = text.replace(f'msgid "{indonesian}"\nmsgstr ""', f'msgid "{indonesian}"\nmsgstr "{english}"')
    po.write_text(text)


def test_untranslated_words_are_faults(room: Path):
    translations.update()
    assert list(translations.faults()) == [
        "not translated   src/anyam/partners: 'Mitra'",
        "not translated   src/anyam/partners: 'Ada %(count)d mitra'",
    ]


def test_lost_placeholder_is_a_fault_and_complete_english_is_none(room: Path):
    translations.update()
    write_english(room, **{"Mitra": "Partner", "Ada %(count)d mitra": "There are partners"})
    assert list(translations.faults()) == ["placeholders     src/anyam/partners: 'Ada %(count)d mitra'"]
    po = translations.po_path(room)
    po.write_text(po.read_text().replace("There are partners", "There are %(count)d partners"))
    assert list(translations.faults()) == []


def test_lost_tag_is_a_fault(room: Path):
    (room / "terms.py").write_text("A = _('<b>Mitra</b>')\n")
    translations.update()
    write_english(room, **{"<b>Mitra</b>": "Partner"})
    assert list(translations.faults()) == ["placeholders     src/anyam/partners: '<b>Mitra</b>'"]


def test_words_that_code_no_longer_has_are_faults(room: Path):
    translations.update()
    write_english(room, Mitra="Partner")
    (room / "terms.py").write_text("A = _('Mitra')\n")
    assert list(translations.faults()) == ["no longer used   src/anyam/partners: 'Ada %(count)d mitra'"]
    (room / "terms.py").unlink()
    assert [fault[:14] for fault in translations.faults()] == ["no longer used"] * 2
    translations.update()
    assert not translations.po_path(room).exists()
    assert list(translations.faults()) == []


def test_one_word_has_one_english_in_every_room(room: Path):
    other = room.parent / "schools"
    other.mkdir()
    (other / "apps.py").touch()
    for home in (room, other):
        (home / "terms.py").write_text("A = _('Mitra')\n")
    translations.update()
    write_english(room, Mitra="Partner")
    write_english(other, Mitra="Ally")
    assert list(translations.faults()) == ["two translations 'Mitra': ['Ally', 'Partner']"]


def test_update_takes_the_english_of_another_room(room: Path):
    (room / "terms.py").write_text("A = _('Mitra')\n")
    translations.update()
    write_english(room, Mitra="Partner")
    other = room.parent / "schools"
    other.mkdir()
    (other / "apps.py").touch()
    (other / "terms.py").write_text("A = _('Mitra')\n")
    translations.update()
    assert translations.read(translations.po_path(other)).get("Mitra").string == "Partner"
    assert list(translations.faults()) == []


def test_update_keeps_english_and_drops_what_is_gone(room: Path):
    translations.update()
    write_english(room, Mitra="Partner")
    (room / "terms.py").write_text("A = _('Mitra')\n")
    translations.update()
    catalog = translations.read(translations.po_path(room))
    assert [(message.id, message.string) for message in catalog if message.id] == [("Mitra", "Partner")]


def test_update_twice_writes_the_same_bytes(room: Path):
    translations.update()
    first = translations.po_path(room).read_bytes()
    translations.update()
    assert translations.po_path(room).read_bytes() == first


def test_compiled_english_is_what_gettext_reads(room: Path):
    import gettext

    translations.update()
    write_english(room, Mitra="Partner")
    translations.compile_all()
    with translations.po_path(room).with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Mitra") == "Partner"
