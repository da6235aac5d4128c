"""Words of the documents tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """What an issued document is worth today."""

    ISSUED = "issued", _("Berlaku")
    REPLACED = "replaced", _("Diganti")
    REVOKED = "revoked", _("Dicabut")
