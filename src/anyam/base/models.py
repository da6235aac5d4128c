"""Abstract models every room builds on: tenant key, public code, times, void instead of delete."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.codes import new_code
from anyam.base.slots import VisibilitySlot

Owned = TypeVar("Owned", bound=models.Model)


class ScopedQuerySet(models.QuerySet[Owned]):
    """Rows of one school; what an actor may see of them is decided by the model's visibility slot."""

    def of_school(self, school_id: int) -> Self:
        """All rows of one school, whoever asks: for operations, jobs and counts, never straight for a page."""
        return self.filter(school_id=school_id)

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the actor's school that the visibility slot of the model opens to them."""
        rows = self.of_school(actor.school_id)
        if actor.is_system:
            return rows
        condition = self.model.visibility.condition(actor)  # type: ignore[attr-defined]
        return rows.none() if condition is None else rows.filter(condition)


class ScopedManager(models.Manager[Owned]):
    """The manager pages and operations use: it cannot list rows without naming a school or an actor."""

    def of_school(self, school_id: int) -> ScopedQuerySet[Owned]:
        return ScopedQuerySet(self.model, using=self._db).of_school(school_id)

    def visible_to(self, actor: Actor) -> ScopedQuerySet[Owned]:
        return ScopedQuerySet(self.model, using=self._db).visible_to(actor)

    def get_queryset(self) -> Any:
        raise TypeError(f"{self.model.__name__}.objects needs a school: use of_school() or visible_to()")

    def create(self, **values: Any) -> Owned:
        row = self.model(**values)
        row.save(force_insert=True)
        return row

    def bulk_create(self, objs: Iterable[Owned], *args: Any, **options: Any) -> list[Owned]:  # type: ignore[override]
        return ScopedQuerySet(self.model, using=self._db).bulk_create(objs, *args, **options)  # type: ignore[arg-type]

    def bulk_update(self, objs: Iterable[Owned], fields: Iterable[str], batch_size: int | None = None) -> int:
        return ScopedQuerySet(self.model, using=self._db).bulk_update(objs, fields, batch_size)  # type: ignore[arg-type]


class SchoolOwned(models.Model):
    """A row that belongs to exactly one school. PostgreSQL keeps the wall again by row-level security.

    `PRIVACY` of each model names the privacy class of every field of its own (reliability: A–M, none).
    """

    PRIVACY: ClassVar[dict[str, tuple[str, ...]]]
    visibility: ClassVar[VisibilitySlot]

    school = models.ForeignKey(
        "schools.School",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sekolah"),
        editable=False,
    )

    # First, so that it is Django's default manager: validation and foreign keys need one that lists without a school.
    unsafe_all_schools = models.Manager()
    objects = ScopedManager()

    class Meta:
        abstract = True


class Coded(models.Model):
    """Carries the public code that stands in addresses."""

    code = models.CharField(_("kode"), max_length=12, default=new_code, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Timed(models.Model):
    """When the row was made and last changed; set by operations from their `now`."""

    created_at = models.DateTimeField(_("dibuat"), editable=False)
    updated_at = models.DateTimeField(_("diubah"), editable=False)

    class Meta:
        abstract = True


class Voidable(models.Model):
    """Nothing is deleted by a click: a voided row stays, is not listed, and can be brought back."""

    voided_at = models.DateTimeField(_("dibatalkan"), null=True, blank=True, editable=False)
    void_reason = models.CharField(_("alasan pembatalan"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True


def account_key(**options: Any) -> models.ForeignKey:
    """Foreign key to an account: with `school` the one key that may point upwards."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)
