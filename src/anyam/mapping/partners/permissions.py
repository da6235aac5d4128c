"""Who may see, change and decide about partners."""

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.mapping.partners import models
from anyam.records.people.terms import RoleName

WHOLE_SCHOOL = (RoleName.WAKA_HUMAS, RoleName.COORDINATOR, RoleName.OPERATOR)
PROGRAMME = (RoleName.PROGRAMME_HUMAS, RoleName.PROGRAMME_HEAD)
READERS = (RoleName.PRINCIPAL, RoleName.SUPERVISOR, *WHOLE_SCHOOL, *PROGRAMME)


def can_see_partners(actor: Actor) -> bool:
    return actor.is_system or actor.holds(*READERS)


def can_add_partners(actor: Actor) -> bool:
    return actor.is_system or actor.holds(*WHOLE_SCHOOL, *PROGRAMME)


def partners_to_edit(actor: Actor) -> Q | None:
    """Whole-school hats edit all; programme hats edit what they brought in or what has seats for their programme."""
    if actor.is_system or actor.holds(*WHOLE_SCHOOL):
        return Q()
    if not actor.holds(*PROGRAMME):
        return None
    seats = models.Capacity.objects.of_school(actor.school_id)
    own = seats.filter(programme_id__in=actor.programme_ids(*PROGRAMME)).values("partner_id")
    brought_in = Q(created_by_id=actor.account_id) if actor.account_id else Q(pk__in=[])
    return brought_in | Q(pk__in=own)


def can_edit_partner(actor: Actor, partner: models.Partner | None = None) -> bool:
    """Change this partner, its places, people and contact log; without a partner: any at all."""
    reach = partners_to_edit(actor)
    if reach is None or partner is None:
        return reach is not None
    return models.Partner.objects.of_school(actor.school_id).filter(reach, pk=partner.pk).exists()


def can_edit_capacity(actor: Actor, programme_id: int | None = None) -> bool:
    """Seats of every programme, or of one's own."""
    if actor.is_system or actor.holds(*WHOLE_SCHOOL):
        return True
    own = actor.programme_ids(*PROGRAMME)
    return bool(own) if programme_id is None else programme_id in own


def can_void_partner(actor: Actor) -> bool:
    return actor.is_system or actor.holds(RoleName.WAKA_HUMAS)


def can_import_partners(actor: Actor) -> bool:
    return actor.is_system or actor.holds(*WHOLE_SCHOOL)


def can_see_contacts(actor: Actor) -> bool:
    """People, phones and the contact log; also the list as a file, which holds the phones."""
    return actor.is_system or actor.holds(RoleName.PRINCIPAL, *WHOLE_SCHOOL, *PROGRAMME)


def readers(actor: Actor) -> Q | None:
    return Q() if can_see_partners(actor) else None


def contact_readers(actor: Actor) -> Q | None:
    """People and phones of partners: not for every supervising teacher, only for those placed there (later rooms)."""
    return Q() if can_see_contacts(actor) else None


def fill_visibility() -> None:
    models.Partner.visibility.fill(readers)
    models.Site.visibility.fill(readers)
    models.Capacity.visibility.fill(readers)
    models.Contact.visibility.fill(contact_readers)
    models.Interaction.visibility.fill(contact_readers)
