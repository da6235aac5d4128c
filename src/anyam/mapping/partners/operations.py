"""Changing partners: one verb per function, each in its own transaction and audited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused
from anyam.mapping.partners import permissions, rules
from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner, Site
from anyam.tools.audit.operations import record


@transaction.atomic
def save_partner(*, actor: Actor, partner: Partner | None, data: Mapping[str, Any], now: datetime) -> Partner:
    """Add a partner or change one; `data` is what the partner's form has cleaned.

    A new partner gets its main site from the same form (address, city, coordinates). Refused: NotAllowed.
    """
    if not permissions.can_edit_partner(actor, partner):
        raise NotAllowed
    made = partner is None
    if partner is None:
        partner = Partner(school_id=actor.school_id, created_at=now, created_by_id=actor.account_id)
    changed = _set(partner, data)
    partner.name_key = rules.comparable_name(partner.name)
    partner.search_key = rules.search_key(partner.name, partner.legal_name, partner.city)
    partner.updated_at = now
    partner.save()
    _save_main_site(partner, data)
    record(
        actor=actor,
        action="partners.added" if made else "partners.changed",
        thing=partner,
        now=now,
        detail={} if made else {"fields": changed},
    )
    return partner


def _set(row: Model, data: Mapping[str, Any]) -> list[str]:
    """Put form values on a row; the names of the fields that changed."""
    changed = []
    for field in row._meta.concrete_fields:
        if field.name not in data:
            continue
        before = field.value_from_object(row)
        setattr(row, field.name, data[field.name])
        if field.value_from_object(row) != before:
            changed.append(field.name)
    return sorted(changed)


def _save_main_site(partner: Partner, data: Mapping[str, Any]) -> None:
    if not {"latitude", "longitude"} & data.keys():
        return
    site = partner.sites.filter(is_main=True).first() or Site(
        school_id=partner.school_id, partner=partner, is_main=True
    )
    site.latitude, site.longitude = data.get("latitude"), data.get("longitude")
    site.address, site.city = partner.address, partner.city
    site.save()


@transaction.atomic
def void_partner(*, actor: Actor, partner: Partner, reason: str, now: datetime) -> Partner:
    """Take a partner off the lists; it stays with its history and can be brought back. Refused: NotAllowed."""
    if not permissions.can_void_partner(actor):
        raise NotAllowed
    partner.voided_at, partner.void_reason, partner.updated_at = now, reason, now
    partner.save(update_fields=["voided_at", "void_reason", "updated_at"])
    record(actor=actor, action="partners.voided", thing=partner, now=now)
    return partner


@transaction.atomic
def restore_partner(*, actor: Actor, partner: Partner, now: datetime) -> Partner:
    """Undo a void. Refused: NotAllowed."""
    if not permissions.can_void_partner(actor):
        raise NotAllowed
    partner.voided_at, partner.void_reason, partner.updated_at = None, "", now
    partner.save(update_fields=["voided_at", "void_reason", "updated_at"])
    record(actor=actor, action="partners.restored", thing=partner, now=now)
    return partner


@transaction.atomic
def save_site(
    *, actor: Actor, partner: Partner, site: Site | None, data: Mapping[str, Any], now: datetime
) -> Site:
    """Add or change a place of a partner; one of them is the main one. Refused: NotAllowed."""
    if not permissions.can_edit_partner(actor, partner):
        raise NotAllowed
    site = site or Site(school_id=partner.school_id, partner=partner)
    _set(site, data)
    if site.is_main:
        partner.sites.filter(is_main=True).exclude(pk=site.pk).update(is_main=False)
    site.save()
    record(actor=actor, action="partners.site_saved", thing=partner, now=now, detail={"site": site.code})
    return site


@transaction.atomic
def save_contact(
    *, actor: Actor, partner: Partner, contact: Contact | None, data: Mapping[str, Any], now: datetime
) -> Contact:
    """Add or change a person at a partner. Refused: NotAllowed."""
    if not permissions.can_edit_partner(actor, partner):
        raise NotAllowed
    contact = contact or Contact(school_id=partner.school_id, partner=partner)
    _set(contact, data)
    contact.save()
    record(
        actor=actor, action="partners.contact_saved", thing=partner, now=now, detail={"contact": contact.code}
    )
    return contact


@transaction.atomic
def void_contact(*, actor: Actor, contact: Contact, now: datetime) -> Contact:
    """A person who no longer works there: kept in the log, offered nowhere. Refused: NotAllowed."""
    if not permissions.can_edit_partner(actor, contact.partner):
        raise NotAllowed
    contact.voided_at = now
    contact.save(update_fields=["voided_at"])
    record(
        actor=actor,
        action="partners.contact_voided",
        thing=contact.partner,
        now=now,
        detail={"contact": contact.code},
    )
    return contact


@transaction.atomic
def save_capacity(
    *, actor: Actor, partner: Partner, capacity: Capacity | None, data: Mapping[str, Any], now: datetime
) -> Capacity:
    """Add or change the seats of one wave and specialisation. Refused: NotAllowed, wave or programme of others."""
    programme = data["programme"]
    if not permissions.can_edit_capacity(actor, programme.pk):
        raise NotAllowed
    if capacity is not None and not permissions.can_edit_capacity(actor, capacity.programme_id):
        raise NotAllowed
    if programme.school_id != actor.school_id or data["wave"].school_id != actor.school_id:
        raise Refused(code="foreign_row")
    capacity = capacity or Capacity(school_id=partner.school_id, partner=partner, created_at=now)
    changed = _set(capacity, data)
    capacity.updated_at = now
    capacity.save()
    record(
        actor=actor,
        action="partners.capacity_saved",
        thing=partner,
        now=now,
        detail={"capacity": capacity.code, "seats": capacity.seats, "fields": changed},
    )
    return capacity


@transaction.atomic
def log_interaction(*, actor: Actor, partner: Partner, data: Mapping[str, Any], now: datetime) -> Interaction:
    """Write one contact into the log; an open earlier step is thereby done, the next one is remembered.

    Refused: NotAllowed.
    """
    if not permissions.can_edit_partner(actor, partner):
        raise NotAllowed
    partner.interactions.filter(done_at=None).exclude(next_action="").update(done_at=now)
    row = Interaction(school_id=partner.school_id, partner=partner, at=now, by_name=actor.name)
    _set(row, data)
    row.save()
    if partner.last_contact_on is None or row.on > partner.last_contact_on:
        partner.last_contact_on = row.on
    partner.next_due = row.next_due if row.next_action else None
    partner.save(update_fields=["last_contact_on", "next_due"])
    record(actor=actor, action="partners.contacted", thing=partner, now=now, detail={"channel": row.channel})
    return row


@transaction.atomic
def finish_step(*, actor: Actor, interaction: Interaction, now: datetime) -> Interaction:
    """Mark the next step of a contact as done without a new contact. Refused: NotAllowed."""
    partner = interaction.partner
    if not permissions.can_edit_partner(actor, partner):
        raise NotAllowed
    interaction.done_at = now
    interaction.save(update_fields=["done_at"])
    open_due = (
        partner.interactions.filter(done_at=None)
        .exclude(next_action="")
        .order_by("next_due")
        .values_list("next_due")
    )
    partner.next_due = next((due for (due,) in open_due), None)
    partner.save(update_fields=["next_due"])
    record(actor=actor, action="partners.step_done", thing=partner, now=now)
    return interaction


@transaction.atomic
def set_agreement_until(*, actor: Actor, partner: Partner, until, now: datetime) -> Partner:
    """Write the fact "agreement in force until"; called by the room of agreements, and when a list is imported."""
    partner.agreement_until, partner.updated_at = until, now
    partner.save(update_fields=["agreement_until", "updated_at"])
    return partner
