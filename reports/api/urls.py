"""The REST interface, below /api/v1/. Every view says why anybody may see it."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from lscp_portal.access.policies import public
from reports.api import views

app_name = "api"
FOR_EVERYBODY = public("published reports and figures are for everybody")
urlpatterns = [
    path("", views.root, name="root"),
    path("schema/", public("how to use the interface")(SpectacularJSONAPIView.as_view()), name="schema"),
    path("docs/", views.docs, name="docs"),
    path("reports/", FOR_EVERYBODY(views.Reports.as_view()), name="reports"),
    path("reports/<int:urn>/<int:year>-<slug:kind>/", FOR_EVERYBODY(views.Report.as_view()), name="report"),
    path("areas/", FOR_EVERYBODY(views.Areas.as_view()), name="areas"),
    path("areas/<slug:partnership>/<int:year>/", FOR_EVERYBODY(views.Area.as_view()), name="area"),
    re_path(r"^(?P<rest>.*)/$", FOR_EVERYBODY(views.Unknown.as_view()), name="unknown"),
]
