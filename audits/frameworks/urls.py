"""Frameworks, below /p/<partnership>/."""

from django.urls import URLPattern, URLResolver, include, path

from audits.frameworks import views
from audits.frameworks.comments.views import reply
from audits.frameworks.comparison.views import compare
from audits.frameworks.exchange.export_views import export
from audits.frameworks.preview import views as preview

app_name = "frameworks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/adopt/", views.adopt, name="adopt"),
    path("frameworks/references/", include("audits.frameworks.references.urls")),
    path("frameworks/compare/", compare, name="compare"),
    path("frameworks/<int:framework_id>/export/<slug:kind>/", export, name="export"),
    path("frameworks/<int:framework_id>/", views.detail, name="detail"),
    path("frameworks/<int:framework_id>/asked/", views.asked, name="asked"),
    path("frameworks/<int:framework_id>/preview/", preview.preview, name="preview"),
    path("frameworks/comments/<int:comment_id>/reply/", reply, name="comment_reply"),
    path("frameworks/<int:framework_id>/edit/", include("audits.frameworks.editor.urls")),
    path("frameworks/<int:framework_id>/", include("audits.frameworks.versions.urls")),
    path("frameworks/<int:framework_id>/comments/", include("audits.frameworks.comments.urls")),
    path("frameworks/", include("audits.frameworks.exchange.urls")),
    path("frameworks/<int:framework_id>/", include("audits.frameworks.pulling.urls")),
    path("frameworks/<int:framework_id>/wording/", include("audits.frameworks.wording.urls")),
    path("frameworks/<int:framework_id>/surveys/", include("audits.frameworks.surveys.urls")),
]
