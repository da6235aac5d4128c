"""The command that the setup runs after the migrations."""

import pytest
from django.core.management import CommandError, call_command

from anyam.records.reference import models

pytestmark = pytest.mark.db


def test_the_command_loads_and_reports(db, capsys):
    call_command("load_reference")
    assert capsys.readouterr().out.splitlines() == [
        "spectrum: 212 baris, 212 baru, 0 berubah",
        "regions: 7837 baris, 7837 baru, 0 berubah",
        "industries: 349 baris, 349 baru, 0 berubah",
        "holidays: 51 baris, 51 baru, 0 berubah",
        "parameters: 58 baris, 58 baru, 0 berubah",
    ]


def test_the_command_refuses_an_absent_folder_and_a_wrong_file(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("load_reference", str(tmp_path / "tidak-ada"))
    (tmp_path / "parameters.csv").write_text("key,valid_from\nuji,besok\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("load_reference", str(tmp_path))
    assert models.Region.objects.count() == 0
