"""Answers a school might write: the safe ones pass in silence, the others are met with a reason and a rewrite."""

import logging
import time
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError

from lscp_portal.childdata.detector import blocking, find_child_details, refuse_child_details, refuse_in_names
from lscp_portal.childdata.types import SENTENCES, Kind, Known

SAFE = """
Training log by member with dates; gaps followed up. Last checked on 3 May 2026 by the deputy DSL.
We surveyed 214 pupils in Year 6 and 198 in Year 9; most could name two trusted adults.
Child protection files move within five school days; we sampled ten transfers in the spring term.
Strategy meetings are attended by a trained deputy every time; we logged nine since September.
Sarah Jones, our DSL, meets each head of year on Mondays. Deputy DSL Amir Khan covers in the holidays.
The head, Mr Okafor, and the chair, Mrs Patel, met the governors on 12 November 2026.
Pupils told us that the corridor by the Grace Building feels unsafe; we moved a duty point in June.
Every child protection plan for children at this school is known to the pastoral team.
We share CP plans for all pupils who move. The pupil voice survey ran in May.
Student Council asked for a quieter dining hall, and it opened in April.
Contact safeguarding@elm.example or the helpline 0808 800 5000. In an emergency call 999.
The safeguarding governor read KCSIE Part 1 and signed on 02/09/2026.
Children with SEND in Year 7 get a visual version. PSHE in Year 9 covers consent. RSE (Year 10) was rewritten.
Three boys and two girls in Year 8 spoke to the link governor about changing rooms.
A child who may be at risk is never asked to repeat what they said. Will parents know how to complain? They do.
Staff completed the Oliver McGowan training; we read the Sara Sharif review together.
St Mary pupils join our school council. Our twin site follows the same policy.
Pupil premium children are over-represented in the log; the board asked why and we changed the rota.
Our pupils come from Ayr Road, Elm Street and beyond. We close at 15:30.
Two pupils were supported after disclosures; both plans were reviewed inside ten days.
Attendance below 90% led to 14 home visits. The parent governor Mrs Khan led the walk.
The student DBS checks are complete. Each pupil has an EHCP review date. Student IT accounts are filtered.
Parent forum dates are published. Child Q and its lessons: we changed our searching policy and trained staff.
""".strip().splitlines()

STAFF = Known(names=("Grace Okafor", "Neil Patel", "Farah Khan"))  # who are named in them with a title

UNSAFE = [
    ("We supported child AB after the incident", Kind.INITIALS, "warn"),
    ("The pupil (J.S.) was moved to another class", Kind.INITIALS, "warn"),
    ("J.S. in Y6 told a member of staff", Kind.INITIALS, "warn"),
    ("Student K was spoken to", Kind.INITIALS, "warn"),
    ("We spoke to Amira's mum after school", Kind.NAME, "warn"),
    ("A pupil, Kacper, asked for help", Kind.NAME, "warn"),
    ("the student called Zebediah was heard", Kind.NAME, "warn"),
    ("Mohammed in Year 4 has a plan", Kind.NAME, "warn"),
    ("His mother, Mrs Example, came in", Kind.NAME, "warn"),
    ("Amira, born on 3 May 2015, joined us", Kind.BIRTH_AND_NAME, "block"),
    ("Jakub DOB 03/05/2015", Kind.BIRTH_AND_NAME, "block"),
    ("date of birth: 2015-05-03 for Olivia", Kind.BIRTH_AND_NAME, "block"),
    ("The file shows DOB 03.05.15", Kind.BIRTH_DATE, "warn"),
    ("There was a strategy meeting on 3 May about this", Kind.CASE_WORDS, "warn"),
    ("We wrote the CP plan for the eldest", Kind.CASE_WORDS, "warn"),
    ("LADO reference 20261234", Kind.CASE_WORDS, "warn"),
    ("The child disclosed to the tutor on 12 March", Kind.CASE_WORDS, "warn"),
    ("the only Y9 traveller boy is settled now", Kind.RARE_COMBINATION, "warn"),
    ("A Year 9 deaf pupil was excluded last term", Kind.RARE_COMBINATION, "warn"),
    ("A refugee girl went missing for a day", Kind.RARE_COMBINATION, "warn"),
    ("Write to jo.bloggs@mail.example", Kind.EMAIL, "warn"),
    ("Ring 07700 900123 after six", Kind.PHONE, "warn"),
    ("Ring +44 1632 960001 after six", Kind.PHONE, "warn"),
    ("They moved to ZE1 9ZZ in spring", Kind.POSTCODE, "warn"),
]


@pytest.mark.parametrize("answer", SAFE)
def test_a_safe_answer_passes_in_silence(answer):
    assert [
        (finding.kind, answer[finding.start : finding.end]) for finding in find_child_details(answer, known=STAFF)
    ] == []


@pytest.mark.parametrize(("answer", "kind", "severity"), UNSAFE)
def test_an_unsafe_answer_is_noticed(answer, kind, severity):
    assert (kind, severity) in [(finding.kind, finding.severity) for finding in find_child_details(answer)]


def test_the_schools_own_people_are_not_taken_for_children():
    answer = "Each pupil knows Priya and Tomasz by name"
    assert find_child_details(answer)
    assert find_child_details(answer, known=Known(names=("Priya Example", "Tomasz Example"))) == []


def test_a_title_and_a_name_ask_for_the_role_unless_the_name_is_one_of_the_schools_own():
    answer = "Held by Mrs Quillfeather in the office"
    (found,) = find_child_details(answer)
    assert (found.kind, answer[found.start : found.end]) == (Kind.TITLED_NAME, "Mrs Quillfeather")
    assert "Write the role instead" in found.sentence
    assert find_child_details(answer, known=Known(names=("Ada Quillfeather",))) == []


def test_an_age_is_asked_about_unless_the_whole_name_is_known():
    answer = "Priya Quillfeather, aged 9, in class 2B, told us"
    (found,) = find_child_details(answer, known=Known(names=("Priya Example",)))
    assert answer[found.start : found.end] == "Priya Quillfeather"
    assert find_child_details(answer, known=Known(names=("Priya Example", "Jo Quillfeather"))) == []


def test_what_is_said_of_a_finding_uses_printed_quotes():
    assert [sentence for sentence in SENTENCES.values() if set("'\"") & set(sentence)] == []


def texts(node):
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(child)


def test_the_frameworks_own_words_raise_no_alarm():
    shipped = sorted(Path(__file__).parents[2].glob("audits/frameworks/shipped/*.yaml"))
    assert shipped
    words = [text for path in shipped for text in texts(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert len(words) > 1000
    assert [finding for text in words for finding in find_child_details(text)] == []


def test_the_validator_says_why_and_keeps_the_words_to_itself(caplog):
    caplog.set_level(logging.DEBUG)
    number = "999 000 0018"
    with pytest.raises(ValidationError) as refused:
        refuse_child_details(f"NHS number {number} and again NHS number {number}; Amira, born on 3 May 2015")
    sentences = refused.value.messages
    assert len(sentences) == 2
    assert not any(number in sentence or "Amira" in sentence for sentence in sentences)
    assert caplog.records == []


@pytest.mark.parametrize("text", ["We supported child AB", "Recorded 999 000 0018 in the log"])
def test_the_validator_lets_warnings_through(text):
    refuse_child_details(text)
    assert blocking(text) == []
    assert [finding.severity for finding in find_child_details(text)] == ["warn"]


def test_the_name_of_a_file_may_hold_no_number_at_all():
    with pytest.raises(ValidationError):
        refuse_in_names("log 999 000 0018")
    refuse_in_names("log of the autumn term 2026")


def test_the_schools_own_telephone_is_no_health_number():
    number = "0165300019"  # ten digits that pass the check digit of an NHS number
    assert [finding.kind for finding in find_child_details(f"Ring {number}")] == [Kind.NHS_NUMBER]
    assert find_child_details(f"Ring {number}", known=Known(telephones=("0165 300019",))) == []


def test_a_blocking_finding_is_not_hidden_by_a_longer_warning():
    text = "A Year 9 girl, number 999 000 0018, was excluded"
    assert [finding.kind for finding in find_child_details(text)] == [Kind.NHS_NUMBER]


@pytest.mark.parametrize(
    "piece", ["child AB ", "A" * 50 + " ", "1 ", "born ", "3 May ", "a@", "pupil called ", "Y9 boy "]
)
def test_a_long_answer_is_read_quickly(piece):
    text = (piece * 20_000)[:20_000]
    started = time.perf_counter()
    find_child_details(text)
    assert time.perf_counter() - started < 10  # a pattern that backtracks takes minutes; this takes hundredths
