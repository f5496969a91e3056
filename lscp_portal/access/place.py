"""Where a request takes place, as pages show it."""

from dataclasses import dataclass, replace

from lscp_portal.tenancy.models import Partnership


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a navigation."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What every page shows of its surroundings. kind: public, account, portal, school or trust.

    school_name: the school's name, or the trust's, above the navigation.
    """

    kind: str = "public"
    partnership_name: str = ""
    slug: str = ""
    safeguarding_phone: str = ""
    safeguarding_out_of_hours: str = ""
    urn: int | None = None
    trust_uid: str = ""
    school_name: str = ""
    signed_in_name: str = ""
    navigation: tuple[Link, ...] = ()
    demonstration: bool = False


def of_partnership(place: Place, partnership: Partnership) -> Place:
    """The same place with the partnership's name and numbers."""
    return replace(
        place,
        partnership_name=partnership.name,
        slug=partnership.slug,
        safeguarding_phone=partnership.safeguarding_phone,
        safeguarding_out_of_hours=partnership.out_of_hours_phone,
    )
