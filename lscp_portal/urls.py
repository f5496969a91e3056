"""All addresses (docs/developer/permissions.md). The tenant is in the path, never in the session."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from lscp_portal.ui.child_rules import child_rules

PARTNERSHIP = (
    "reports.home.urls",
    "reports.progress.urls",
    "audits.cycles.urls",
    "audits.grouping.urls",
    "audits.kinds.urls",
    "audits.extensions.urls",
    "audits.chasing.urls",
    "audits.evidence.urls",
    "audits.frameworks.urls",
    "audits.trends.urls",
    "schools.holidays.urls",
    "reports.schools.urls",
    "reports.handovers.urls",
    "schools.changes.urls",
    "schools.contacts.urls",
    "schools.links.urls",
    "audits.governors.urls",
    "audits.clarification.urls",
    "audits.escalation.urls",
    "audits.phrases.urls",
    "audits.minutes.urls",
    "audits.workload.urls",
    "audits.review.urls",
    "audits.triage.urls",
    "audits.moderation.urls",
    "audits.corrections.urls",
    "audits.feedback.urls",
    "audits.improvement.urls",
    "audits.good_practice.urls",
    "visits.planning.urls",
    "reports.drafting.urls",
    "reports.complaints.urls",
    "reports.scrutiny.urls",
    "reports.areas.urls",
    "lscp_portal.accounts.urls",
)
SCHOOL = (
    "reports.home.school_urls",
    "audits.clarification.school_urls",
    "audits.escalation.school_urls",
    "audits.answers.urls",
    "audits.governors.school_urls",
    "audits.feed.school_urls",
    "audits.delegation.school_urls",
    "audits.trusts.school_urls",
    "audits.evidence.school_urls",
    "audits.carrying.school_urls",
    "audits.presence.school_urls",
    "audits.extensions.school_urls",
    "audits.frameworks.comments.school_urls",
    "audits.signoff.urls",
    "audits.corrections.school_urls",
    "audits.signing_delegates.school_urls",
    "audits.feedback.school_urls",
    "audits.improvement.school_urls",
    "audits.good_practice.school_urls",
    "visits.planning.school_urls",
    "reports.drafting.school_urls",
    "reports.complaints.school_urls",
    "reports.handovers.school_urls",
    "schools.contacts.school_urls",
    "lscp_portal.accounts.school_urls",
)

personal: list[URLPattern | URLResolver] = [
    path("accounts/", include("lscp_portal.accounts.invitation_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("lscp_portal.access.urls")),
    path("", include("reports.feeds.urls")),
    path("child-details/<slug:name>.json", child_rules, name="child_rules"),
    *(path("p/<slug:partnership>/", include(module)) for module in PARTNERSHIP),
    *(path("s/<int:urn>/", include(module)) for module in SCHOOL),
    path("t/<int:trust>/", include("audits.trusts.urls")),
]
public: list[URLPattern | URLResolver] = [
    path("", include("reports.parents.urls")),
    path("good-practice/", include("audits.good_practice.public_urls")),
    path("areas/", include("reports.areas.public_urls")),
    path("api/v1/", include("reports.api.urls")),
]
operators: list[URLPattern | URLResolver] = [path("", include("lscp_portal.ops.urls"))]

urlpatterns: list[URLPattern | URLResolver] = [
    *operators,
    *([] if settings.SITE_ONLY else personal),
    *(public if settings.SERVES_SITE else []),
]
if settings.DEMONSTRATION and not settings.SITE_ONLY:
    urlpatterns.append(path("", include("lscp_portal.ui.urls")))
    urlpatterns.append(path("", include("lscp_portal.notify.urls")))
