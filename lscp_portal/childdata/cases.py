"""Wording that tells one child's story: a case, or a combination that fits very few children."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lscp_portal.childdata.phrases import DATE, ONE_CHILD, SENTENCE, YEAR_GROUP
from lscp_portal.childdata.types import Finding, Kind, Rule

MANY = (
    r"(?:all|any|each|every|some|both|most|relevant|open|our)\b|\d+ |children|pupils|students|those|them|whom|who|"
    r"the (?:school|year|term|group|children|pupils)"
)
HAPPENED = r"(?:(?:was|were) (?:referred|suspended|excluded)|disclosed|alleged)"
CASES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:strategy (?:meeting|discussion)|case conference|core group)\b[^.!?\n]{{0,20}}?\bon (?:the )?{DATE}",
        rf"\b(?:CP|CIN|LAC|child protection|child in need) plan for (?!{MANY})",
        r"\b(?:LADO|MASH|police|crime|social care) (?:ref(?:erence)?|case|log)\b[^.!?\n]{0,15}?\d{3,}",
        rf"\b(?:he|she|{ONE_CHILD}) {HAPPENED}\b[^.!?\n]{{0,40}}?\bon {DATE}",
        r"\bsection 47 (?:enquiry|investigation) (?:into|about|on) (?:a|an|one|the|his|her)\b",
    )
)
THE_ONLY = re.compile(rf"\b(?:the|our|their) (?:only|sole) (?:[\w-]+ ){{1,4}}?{ONE_CHILD}\b", re.IGNORECASE)
ONE = re.compile(rf"\b{ONE_CHILD}\b", re.IGNORECASE)
TRAITS = (
    re.compile(rf"\b{YEAR_GROUP}", re.IGNORECASE),
    re.compile(r"\b(?:boy|girl)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:gypsy|traveller|roma|refugee|asylum[- ]seek\w+|deaf|blind|wheelchair\w*|trans(?:gender)?|non-binary|"
        r"adopted|fostered|looked[- ]after|autistic|epileptic|diabetic|muslim|jewish|sikh|hindu|polish|romanian|"
        r"somali|ukrainian|syrian|afghan|chinese|nigerian|albanian|twin|young carer|with (?:autism|epilepsy))\b",
        re.IGNORECASE,
    ),
)
ENOUGH_TRAITS = 2  # with an event, two of these point at one child (domain.md 8.2)
EVENT = re.compile(
    r"\b(?:disclosed|assaulted|attacked|raped|abused|excluded|suspended|expelled|overdosed|self-harmed|arrested|"
    r"ran away|went missing|pregnant|hospitalised|died|restrained|groomed|stabbed|alleged|threatened|found with|"
    r"caught|taken into care)\b",
    re.IGNORECASE,
)
FEW = re.compile(
    r"\b(?:one|two|three|four|[1-4]) (?:of (?:our|the) )?(?:[\w-]+ ){0,3}?(?:pupils?|child(?:ren)?|students?|learners?|"
    r"boys?|girls?|famil(?:y|ies)|parents?|mothers?|fathers?) (?:[\w-]+ ){0,3}?"
    r"(?:HIV|cancer|epilep\w+|diabet\w+|leukaemia|cystic fibrosis|anorexi\w+|bulimi\w+|eating disorders?|"
    r"psychosis|self-harm\w*|schizophreni\w+|pregnan\w+|depression|in prison|in custody|alcoholi\w+|addict\w+|"
    r"heroin|domestic abuse|FGM|forced marriage|bereave\w+|terminal\w*|suicid\w+)\b",
    re.IGNORECASE,
)


# Words that belong in a case file (a meeting about one child on a day, one child's plan, a reference number), "the
# only pupil", and a count below five beside a health or family matter: "two pupils with epilepsy".
CASE_WORDS = (
    *(Rule(Kind.CASE_WORDS, pattern) for pattern in CASES),
    Rule(Kind.RARE_COMBINATION, THE_ONLY),
    Rule(Kind.SMALL_GROUP, FEW),
)


def rare_combinations(text: str, staff: AbstractSet[str]) -> Iterator[Finding]:  # noqa: ARG001 - read like names
    """One child, two traits (year group, sex, background) and an event in one sentence."""
    for sentence in SENTENCE.finditer(text):
        words = sentence[0]
        traits = sum(pattern.search(words) is not None for pattern in TRAITS)
        if traits >= ENOUGH_TRAITS and ONE.search(words) and EVENT.search(words):
            yield Finding(Kind.RARE_COMBINATION, *sentence.span(), "warn")
