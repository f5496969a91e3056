"""Evidence of a school, below /s/<urn>/."""

from django.urls import path

from audits.evidence import file_views, school_views

app_name = "evidence"
urlpatterns = [
    path("audit/<section_code:section>/<indicator_code:code>/evidence/", school_views.items, name="items"),
    path(
        "audit/<section_code:section>/<indicator_code:code>/evidence/visit/<int:note_id>/",
        school_views.use_visit,
        name="use_visit",
    ),
    path("evidence/<int:evidence_id>/", school_views.change, name="change"),
    path("evidence/<int:evidence_id>/remove/", school_views.remove, name="remove"),
    path("evidence/<int:evidence_id>/put-back/", school_views.put_back, name="put_back"),
    path("evidence/<int:evidence_id>/use-again/", school_views.use_again, name="use_again"),
    path("evidence/<int:evidence_id>/upload/", file_views.upload, name="upload"),
    path("evidence/files/<int:file_id>/", file_views.download, name="file"),
    path("evidence/files/<int:file_id>/remove/", file_views.remove, name="remove_file"),
    path("evidence/files/<int:file_id>/put-back/", file_views.put_back, name="put_file_back"),
]
