"""What is the school's own, so that the detector of child details does not take it for a child's."""

from django.db.models import Q

from lscp_portal.accounts.models import Membership
from lscp_portal.childdata.confirming import ReadKnown
from lscp_portal.childdata.types import Known
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Owned, Partnership
from schools.register.models import School


def known_to(actor: Actor, model: type[Owned] | None = None, key: int | None = None) -> ReadKnown:
    """A way to read names, mailboxes, telephones and postcodes of one school's people and of its partnership.

    The school is the actor's; for partnership staff that of the row `key` of `model`, which the text is about; with
    neither, only the partnership's own people are known. Nothing is read before it is called, and then four statements
    at most. People who have left stay known: a text may be about last year.
    """
    if actor.trust_uid:
        return lambda: Known(names=(actor.name,))  # a trust's lead reads no contacts

    def read() -> Known:
        return known_at(tenant_id=actor.tenant_id, school_id=actor.school_id or _school_of(model, key))()

    return read


def known_at(*, tenant_id: int, school_id: int | None) -> ReadKnown:
    """The same where nobody acts: of this school and this partnership. Three statements when it is called."""

    def read() -> Known:
        here = Q(school_id=None, trust_uid="") if school_id is None else Q(school_id=school_id) | Q(school_id=None)
        people = Membership.objects.filter(here).values_list("person__full_name", "person__email", "phone")
        rows = list(people.order_by("pk"))
        numbers = Partnership.objects.filter(pk=tenant_id).values_list("safeguarding_phone", "out_of_hours_phone")
        postcodes = School.objects.filter(pk=school_id).values_list("postcode", flat=True)
        telephones = [*(phone for _name, _email, phone in rows), *(number for row in numbers for number in row)]
        return Known(
            names=tuple(name for name, _email, _phone in rows),
            mailboxes=tuple(email for _name, email, _phone in rows),
            telephones=tuple(filter(None, telephones)),
            postcodes=tuple(filter(None, postcodes)),
        )

    return read


def _school_of(model: type[Owned] | None, key: int | None) -> int | None:
    if model is None or model.SCHOOL_COLUMN is None:
        return None
    found: int | None = model.objects.filter(pk=key).values_list(model.SCHOOL_COLUMN, flat=True).first()
    return found
