"""The tables of this app, for Django to find."""

from audits.answers.models import Answer, AnswerRevision
from audits.cycles.models import Arrangement, Cycle, CycleGroup
from audits.extensions.models import DueDateExtension, ExtensionRequest
from audits.feedback.models import Feedback
from audits.frameworks.models import Framework, Indicator, Section
from audits.lifecycle.models import Audit
from audits.review.models import Recommendation, Review, Score
from audits.signoff.models import FrozenCopy, Signature

__all__ = [
    "Answer",
    "AnswerRevision",
    "Arrangement",
    "Audit",
    "Cycle",
    "CycleGroup",
    "DueDateExtension",
    "ExtensionRequest",
    "Feedback",
    "Framework",
    "FrozenCopy",
    "Indicator",
    "Recommendation",
    "Review",
    "Score",
    "Section",
    "Signature",
]
