"""The tables of this app, for Django to find."""

from audits.answers.models import Answer, AnswerRevision
from audits.carrying.models import CarriedForward
from audits.chasing.models import ChaseLadder, ChaseLetter, ChaseMatter, ChasePause, ChaseTask
from audits.clarification.models import ClarificationAnswer, ClarificationQuestion, ClarificationRound
from audits.corrections.models import CorrectedAnswer, Correction
from audits.cycles.models import Arrangement, Cycle, CycleGroup
from audits.delegation.models import Assignment, AssignmentReminder
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.evidence.models import EvidenceFile, EvidenceItem, UploadDecision
from audits.extensions.models import DueDateExtension, ExtensionRequest
from audits.feedback.models import Feedback, FeedbackRating, RecommendationAnswer
from audits.frameworks.models import Framework, FrameworkComment, Indicator, Section
from audits.frameworks.references.models import ReferenceCheck, ReferenceDocument
from audits.good_practice.models import GoodPractice, GoodPracticeStep
from audits.governors.models import GovernorVisit
from audits.improvement.models import Improvement, ImprovementReminder, ImprovementStep
from audits.lifecycle.models import Audit
from audits.minutes.models import ReviewMinutes
from audits.moderation.models import AgreedScore, SecondReading, SecondScore
from audits.phrases.models import Phrase
from audits.practice.models import CommonPractice
from audits.presence.models import Presence
from audits.review.models import Recommendation, Review, Score
from audits.signing_delegates.models import SigningDelegate
from audits.signoff.models import FrozenCopy, GivenBack, Look, Signature
from audits.triage.models import RandomSample, TriageBand, TriageDecision, TriageReading, TriageRules
from audits.trusts.models import CentralAnswer, CentralAnswerRevision, TrustConfirmation

__all__ = [
    "AgreedScore",
    "Answer",
    "AnswerRevision",
    "Arrangement",
    "Assignment",
    "AssignmentReminder",
    "Audit",
    "CarriedForward",
    "CaseStep",
    "CentralAnswer",
    "CentralAnswerRevision",
    "ChaseLadder",
    "ChaseLetter",
    "ChaseMatter",
    "ChasePause",
    "ChaseTask",
    "ClarificationAnswer",
    "ClarificationQuestion",
    "ClarificationRound",
    "CommonPractice",
    "CorrectedAnswer",
    "Correction",
    "Cycle",
    "CycleGroup",
    "DueDateExtension",
    "EvidenceFile",
    "EvidenceItem",
    "ExtensionRequest",
    "Feedback",
    "FeedbackRating",
    "Framework",
    "FrameworkComment",
    "FrozenCopy",
    "GivenBack",
    "GoodPractice",
    "GoodPracticeStep",
    "GovernorVisit",
    "Improvement",
    "ImprovementReminder",
    "ImprovementStep",
    "Indicator",
    "Look",
    "Phrase",
    "PoorQualityCase",
    "Presence",
    "RandomSample",
    "Recommendation",
    "RecommendationAnswer",
    "ReferenceCheck",
    "ReferenceDocument",
    "Review",
    "ReviewMinutes",
    "Score",
    "SecondReading",
    "SecondScore",
    "Section",
    "Signature",
    "SigningDelegate",
    "TriageBand",
    "TriageDecision",
    "TriageReading",
    "TriageRules",
    "TrustConfirmation",
    "UploadDecision",
]
