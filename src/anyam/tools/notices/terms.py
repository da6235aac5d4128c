"""Words of the notices tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """The mail beside a message. A claimed one that never came back is not sent a second time."""

    NONE = "none", _("Tanpa pos-el")
    WAITING = "waiting", _("Menunggu")
    CLAIMED = "claimed", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
