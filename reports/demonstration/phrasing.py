"""The bank of phrases that readers of an area keep: a dozen, about what returns say again and again."""

from collections.abc import Sequence

from audits.cycles.models import Cycle
from audits.frameworks.models import Framework
from audits.phrases.actions import change_phrase, count_use, retire_phrase, write_phrase
from audits.phrases.models import Phrase
from audits.phrases.types import PhraseEntry
from lscp_portal.accounts.models import Role
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

COMMENTS: Sequence[tuple[str, str, int]] = (  # code, words, how often taken
    ("", "Thank you for an answer that says what was seen, when and by whom.", 31),
    ("", "The evidence shows that it was done, not yet what it changed. Say next time what is different now.", 18),
    ("LG1", "Name who leads in the board when the senior member is away, and minute it.", 7),
    ("LG3", "The report tells what was done. Add how quickly, and what came of it for children.", 9),
    ("CU1", "Ask a few children of each year whom they would tell, and write down how many could say.", 12),
    ("DS1", "Protected time stands in the job description; say how many hours it came to last term.", 6),
    ("TR2", "A log shows who has read it. Show how you know that it was understood.", 11),
    ("SR1", "Good: the record was checked by somebody other than its keeper, and the gaps found were closed.", 8),
)  # fmt: skip
RECOMMENDATIONS: Sequence[tuple[str, str, str, int, int]] = (  # code, words, who can help, working days, how often
    (
        "LG6", "Agree with the link governor a visit each term that samples one system and talks to staff and pupils.",
        "The local authority’s governor support team", 60, 5,
    ),
    (
        "CU1", "Show pupils with communication needs a second way to ask for help, and test it with them.",
        "The local authority’s education safeguarding team", 40, 6,
    ),
    (
        "TR5", "Give staff who work part-time or do not teach the same yearly update, and list who has had it.",
        "The partnership’s training team", 60, 4,
    ),
    (
        "OS1", "Write on one page who does what for filtering and monitoring: lead, technician and provider.",
        "The local authority’s education safeguarding team", 30, 3,
    ),
)  # fmt: skip
OLD = "Well done."  # says nothing that a school could use, so the lead has retired it
BETTER = "Good: the record was checked by somebody other than its keeper, and you say which gaps were found and closed."


def keep_phrases(stage: Stage, staff: Crew, cycle: Cycle) -> None:
    """Readers put them in and take them; the lead has changed one and retired another."""
    reader, lead = staff.one(Role.REVIEWER), staff.one(Role.LEAD)
    with stage.as_(reader):
        upstream = Framework.objects.values_list("upstream", flat=True).get(pk=cycle.framework_id)

        def keep(entry: PhraseEntry, used: int) -> Phrase:
            phrase = write_phrase(actor=reader, entry=entry)
            for _each in range(used):
                count_use(actor=reader, phrase_id=phrase.pk)
            return phrase

        said = [
            keep(PhraseEntry(kind="comment", text=text, about=f"{upstream} {code}" if code else ""), used)
            for code, text, used in COMMENTS
        ]
        old = keep(PhraseEntry(kind="comment", text=OLD), 2)
        for code, text, help_from, workdays, used in RECOMMENDATIONS:
            entry = PhraseEntry(
                kind="recommendation", text=text, about=f"{upstream} {code}", help_from=help_from, workdays=workdays
            )
            keep(entry, used)
    with stage.as_(lead):
        change_phrase(actor=lead, phrase_id=said[-1].pk, entry=PhraseEntry(kind="comment", text=BETTER), read=1)
        retire_phrase(actor=lead, phrase_id=old.pk)
