"""Put phrases into the bank, change and retire them, and count that they are taken."""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from audits.frameworks.models import Indicator
from audits.phrases.models import Phrase
from audits.phrases.policies import may_keep_bank, may_use_phrase, may_write_phrases
from audits.phrases.rules import is_kept, says_what_is_needed
from audits.phrases.types import PhraseEntry
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

THERE = Blocker("there", "This phrase is in the bank already, for the same indicator.", field="text")
CHANGED = Blocker("changed", "Somebody changed this phrase since the page was opened. Read it again, then change it.")


def write_phrase(*, actor: Actor, entry: PhraseEntry) -> Phrase:
    """Put a phrase into the bank; every reader may take it from now on.

    Raises PermissionDenied, Refused, Indicator.DoesNotExist (a code that no version of the series has).
    """
    if not may_write_phrases(actor):
        raise PermissionDenied("phrase.write")
    upstream, code = entry.series
    found = list(says_what_is_needed(entry))
    same = Phrase.objects.filter(kind=entry.kind, upstream=upstream, code=code, text=entry.text, retired_at=None)
    if not found and same.exists():
        found.append(THERE)
    if found:
        raise Refused(found)
    if code and not Indicator.objects.filter(framework__upstream=upstream, code=code).exists():
        raise Indicator.DoesNotExist(entry.about)
    made: Phrase = Phrase.objects.create(
        tenant_id=actor.tenant_id,
        kind=entry.kind,
        upstream=upstream,
        code=code,
        text=entry.text,
        help_from=entry.help_from,
        workdays=entry.workdays,
        written_by_id=actor.person_id,
    )
    record(actor, "phrase.written", made, of_kind=entry.kind, indicator=code)
    return made


def change_phrase(*, actor: Actor, phrase_id: int, entry: PhraseEntry, read: int) -> Phrase:
    """Change the words; kind and indicator stay. What was written with the old words stays as it was written.

    read: the revision the page was showing. Raises PermissionDenied, Refused, Phrase.DoesNotExist.
    """
    phrase = _kept(actor, phrase_id)
    found = [*is_kept(phrase.retired_at), *says_what_is_needed(entry)]
    if phrase.revision != read:
        found.append(CHANGED)
    if found:
        raise Refused(found)
    phrase.text, phrase.help_from, phrase.workdays = entry.text, entry.help_from, entry.workdays
    phrase.revision, phrase.changed_by_id, phrase.changed_at = read + 1, actor.person_id, timezone.now()
    phrase.save(update_fields=["text", "help_from", "workdays", "revision", "changed_by_id", "changed_at"])
    record(actor, "phrase.changed", phrase, revision=phrase.revision)
    return phrase


def retire_phrase(*, actor: Actor, phrase_id: int) -> Phrase:
    """Take a phrase out of use; it stays on record. Done twice it stays done. Raises as change_phrase does."""
    phrase = _kept(actor, phrase_id)
    if phrase.retired_at is None:
        phrase.retired_by_id, phrase.retired_at = actor.person_id, timezone.now()
        phrase.save(update_fields=["retired_by_id", "retired_at"])
        record(actor, "phrase.retired", phrase)
    return phrase


def count_use(*, actor: Actor, phrase_id: int) -> None:
    """One more time taken. By whom is written nowhere, so the trail is silent about it.

    Raises PermissionDenied, Phrase.DoesNotExist.
    """
    phrase: Phrase = Phrase.objects.get(pk=phrase_id)
    if not may_use_phrase(actor, phrase):
        raise PermissionDenied("phrase.use")
    Phrase.objects.filter(pk=phrase_id, retired_at=None).update(used=F("used") + 1)


def _kept(actor: Actor, phrase_id: int) -> Phrase:
    phrase: Phrase = Phrase.objects.select_for_update(of=("self",), no_key=True).get(pk=phrase_id)
    if not may_keep_bank(actor, phrase):
        raise PermissionDenied("phrase.keep")
    return phrase
