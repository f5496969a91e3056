"""Whether somebody works by single keys: off until switched on (WCAG 2.2, 2.1.4 Character key shortcuts)."""

from audits.review.models import ReviewKeys
from lscp_portal.tenancy.actor import Actor

KEYS: tuple[tuple[str, str], ...] = (
    ("a", "agree with the school and go on"),
    ("1 to 4", "choose a level, the best first; 0: does not apply"),
    ("c", "write the comment"),
    ("5 to 9", "put one of the first five phrases into the comment"),
    ("n", "write the private note"),
    ("s", "save and continue"),
    ("j and k", "on to the next indicator, back to the one before"),
    ("u", "back to the one just saved"),
    ("r", "recommend something"),
    ("e", "evidence, guidance and what else is folded away"),
    ("o", "back to the overview"),
    ("f", "in the overview: show or hide what does not stand out"),
    ("Esc", "leave a box, so that the keys work again"),
    ("?", "show these keys"),
)


def keys_are_on(*, actor: Actor) -> bool:
    """Whether this person switched them on in this partnership. One query."""
    return ReviewKeys.objects.filter(person_id=actor.person_id, is_on=True).exists()


def switch_keys(*, actor: Actor, is_on: bool) -> None:
    """Remember it for this person. Done twice it stays done."""
    ReviewKeys.objects.update_or_create(tenant_id=actor.tenant_id, person_id=actor.person_id, defaults={"is_on": is_on})
