"""A lead withdraws a central answer that somebody else has changed, or that nobody offers any more."""

from audits.trusts.types import CentralEntry
from tests.trusts.test_trusts import HERE, offered, words_of

OTHER = CentralEntry(level="partly", strength=1, how_we_know="The record of the spring term.")


def withdraw(cast, read):
    return cast.client("trust_lead").post(f"{HERE}answers/{cast.framework.pk}/LG1/withdraw/", {"read": read})


def test_what_stands_is_shown_and_nobody_is_told_of_words_they_never_typed(cast):
    offered(cast)
    offered(cast, entry=OTHER)
    page = withdraw(cast, "1:1")
    assert page.status_code == 409
    assert OTHER.how_we_know in page.text
    said = words_of(page)
    assert "You have withdrawn nothing." in said
    assert "what you typed" not in said
    assert "your words in its place" not in said


def test_where_nothing_is_kept_the_page_says_so(cast):
    page = withdraw(cast, "1:1")
    assert page.status_code == 409
    assert "Nothing is kept now." in words_of(page)
    assert "Offer it no longer" not in words_of(page)
