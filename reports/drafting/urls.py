"""Reports, below /p/<partnership>/."""

from django.urls import path

from reports.drafting import views
from reports.publication import views as publication

app_name = "reports"
urlpatterns = [
    path("reports/", views.index, name="list"),
    path("reports/start/<int:audit_id>/", views.start, name="start"),
    path("reports/corrections/<int:correction_id>/", views.reply, name="reply"),
    path("reports/<int:report_id>/", views.detail, name="detail"),
    path("reports/<int:report_id>/words/", views.write, name="write"),
    path("reports/<int:report_id>/preview/", views.preview, name="preview"),
    path("reports/<int:report_id>/draw-again/", views.draw_again, name="draw_again"),
    path("reports/<int:report_id>/send/", views.send, name="send"),
    path("reports/<int:report_id>/go-on/", views.go_on, name="go_on"),
    path("reports/<int:report_id>/approve/", publication.approve, name="approve"),
    path("reports/<int:report_id>/return/", publication.give_back, name="return"),
    path("reports/<int:report_id>/publish/", publication.publish, name="publish"),
    path("reports/<int:report_id>/withdraw/", publication.withdraw, name="withdraw"),
    path("reports/<int:report_id>/page/", publication.page, name="page"),
    path("reports/<int:report_id>/report.pdf", publication.pdf, name="pdf"),
]
