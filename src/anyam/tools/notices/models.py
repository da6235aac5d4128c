"""Messages to accounts and their choices about mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned, account_key
from anyam.base.slots import VisibilitySlot
from anyam.tools.notices.terms import MailState


class Notice(SchoolOwned, Coded):
    """One message to one account, with the words it had on that day; also the outbox of its mail."""

    PRIVACY = {
        "L": ("account", "title", "body", "read_at"),
        "none": ("code", "kind", "url", "key", "created_at", "mail_state", "mail_after", "mail_tries"),
    }
    visibility = VisibilitySlot("notices.notice")

    account = account_key(verbose_name=_("untuk"))
    kind = models.CharField(_("jenis"), max_length=60)
    title = models.CharField(_("judul"), max_length=200)
    body = models.TextField(_("isi"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("waktu"))
    read_at = models.DateTimeField(_("dibaca"), null=True)
    mail_state = models.CharField(_("pos-el"), max_length=10, choices=MailState, default=MailState.NONE)
    mail_after = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("pemberitahuan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="notices_code_once"),
            models.UniqueConstraint(
                fields=["school", "account", "kind", "key"], condition=~Q(key=""), name="notices_matter_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "account", "-created_at"], name="notices_of_account"),
            models.Index(
                fields=["mail_after"], condition=Q(mail_state=MailState.WAITING), name="notices_outbox"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MailChoice(SchoolOwned):
    """An account does not want mail of one kind."""

    PRIVACY = {"L": ("account", "kind")}
    visibility = VisibilitySlot("notices.mail_choice")

    account = account_key(verbose_name=_("akun"))
    kind = models.CharField(_("jenis"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "account", "kind"], name="notices_choice_once")
        ]

    def __str__(self) -> str:
        return self.kind
