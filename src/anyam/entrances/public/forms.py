"""The verification form: a code, and if one likes the file itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import KitForm

LARGEST_FILE = 10_000_000


class CodeForm(KitForm):
    """A code typed by hand."""

    kode = forms.CharField(
        label=_("Kode periksa"),
        max_length=20,
        help_text=_("8 huruf dan angka di kaki surat, misalnya K7Q2-9MXD."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class FileForm(KitForm):
    """The PDF one received, to be compared with the one that was issued. It is hashed and forgotten."""

    berkas = forms.FileField(label=_("Berkas PDF"), allow_empty_file=False)

    def clean_berkas(self) -> object:
        file = self.cleaned_data["berkas"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("Berkas lebih besar dari 10 MB. Surat dari Anyam selalu lebih kecil.")
            )
        return file
