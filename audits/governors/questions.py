"""The questions, read once from the file beside this module."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from audits.governors.types import Question

FILE = Path(__file__).with_name("questions.yaml")


@cache
def all_questions() -> Mapping[str, Sequence[Question]]:
    """Code of a section -> its three questions; "" -> those for any other section."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {code: tuple(Question(**row) for row in rows) for code, rows in read.items()}


def questions_of(code: str) -> Sequence[Question]:
    """What to ask about this section; general questions where the partnership made the section itself."""
    return all_questions().get(code) or all_questions()[""]
