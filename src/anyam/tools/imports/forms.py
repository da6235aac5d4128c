"""Forms of the import pages: the file, and the match of columns."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anyam.tools.imports.kinds import ImportKind
from anyam.tools.imports.models import ImportBatch
from anyam.tools.imports.sheets import limits

ACCEPT = ".xlsx,.xls,.ods,.csv,.txt,.tsv"


class FileForm(forms.Form):
    """One sheet."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods), atau CSV, paling besar 20 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": _("Pilih berkas yang berisi daftar.")},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(
                _("Berkas ini lebih dari 20 MB. Hapus gambar di dalamnya atau bagi menjadi beberapa berkas.")
            )
        return file


class ColumnsForm(forms.Form):
    """A column for every field of a kind; columns of ignored groups are not offered."""

    file = forms.FileField(
        label=_("Berkas yang sama"),
        help_text=_("Hanya perlu bila Anda memilih kolom yang tadinya tidak dipakai."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, kind: ImportKind, batch: ImportBatch, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        barred = {column for part in batch.dropped if part["group"] >= 0 for column in part["columns"]}
        choices = [("", _("Tidak ada di berkas"))] + [
            (column, label) for column, label in batch.columns.items() if int(column) not in barred
        ]
        for one in kind.fields:
            match = batch.mapping.get(one.key)
            self.fields[f"column_{one.key}"] = forms.ChoiceField(
                label=str(one.label),
                choices=choices,
                required=one.required,
                initial=str(match["column"]) if match else "",
                help_text=self._question(batch, match),
                error_messages={"required": _("Pilih kolom untuk isian ini.")},
            )
        self.order_fields([*(f"column_{one.key}" for one in kind.fields), "file"])

    def _question(self, batch: ImportBatch, match: dict[str, Any] | None) -> str:
        if match and match["others"]:
            return gettext("Ada beberapa kolom yang mirip. Pilih yang benar.")
        if match and match["confidence"] < 1:
            return gettext("Judul kolomnya sedikit berbeda. Pastikan ini benar.")
        return ""

    def columns(self) -> dict[str, int | None]:
        """The chosen columns by field key."""
        chosen = {one.key: self.cleaned_data[f"column_{one.key}"] for one in self.kind.fields}
        return {key: int(column) if column else None for key, column in chosen.items()}
