"""The REST interface: published reports and area summaries, read only, for anybody. Same scope as the public pages."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lscp_portal.access.policies import public
from reports.api.describing import endpoints, title_and_version
from reports.api.problems import as_problem
from reports.api.queries import edition, editions
from reports.api.serializers import (
    AreaFilter,
    AreaSummaryDetails,
    AreaSummaryLine,
    Problem,
    PublishedReport,
    PublishedReportDetails,
    ReportFilter,
    Strict,
)
from reports.areas.public_queries import published_summary, summaries
from reports.areas.types import document

WRONG = OpenApiResponse(Problem, "A parameter is wrong")
NOT_THERE = OpenApiResponse(Problem, "Nothing is published there")
URN = OpenApiParameter("urn", int, OpenApiParameter.PATH, description="of the school, in the national register")
YEAR = OpenApiParameter("year", int, OpenApiParameter.PATH, description="in which the academic year begins")
KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, description="full, light or deep-dive")
PARTNERSHIP = OpenApiParameter("partnership", str, OpenApiParameter.PATH, description="as in /areas/<partnership>/")


class NewestFirst(CursorPagination):
    """Pages that stay right while reports are published."""

    ordering = "-published_at"
    page_size = 50


class ReadOnly(APIView):
    """GET and HEAD; refusals are problems."""

    http_method_names = ["get", "head"]
    filter_class: type[Strict] = Strict

    def get_exception_handler(self) -> Callable[..., Any]:
        """Problems instead of DRF's own shape."""
        return as_problem

    def wanted(self, request: Request) -> dict[str, Any]:
        """The parameters, checked. Raises ValidationError."""
        asked = self.filter_class(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return {name: value for name, value in asked.validated_data.items() if name != "cursor"}


class Listing(ReadOnly, GenericAPIView[Any]):
    """A list in cursor pages."""

    pagination_class = NewestFirst

    def page_of(self, rows: Any) -> Response:  # noqa: ANN401 - DRF pages through any query set
        """One page of these rows."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Reports(Listing):
    """Published reports."""

    serializer_class = PublishedReport
    filter_class = ReportFilter

    @extend_schema(
        operation_id="reports_list",
        summary="List published reports",
        parameters=[ReportFilter],
        responses={200: PublishedReport(many=True), 400: WRONG},
    )
    def get(self, request: Request) -> Response:
        """Every report that is or was published, newest first, 50 a page. Withdrawn ones say when and why."""
        return self.page_of(editions(**self.wanted(request)))


class Report(ReadOnly):
    """One published report."""

    @extend_schema(
        operation_id="report",
        summary="Read one report",
        parameters=[URN, YEAR, KIND],
        responses={200: PublishedReportDetails, 404: NOT_THERE},
    )
    def get(self, request: Request, urn: int, year: int, kind: str) -> Response:
        """The summary for parents, and the stored files with their hashes. Once withdrawn it has neither."""
        found = edition(urn=urn, year=year, kind=kind)
        if found is None:
            raise Http404
        return Response(PublishedReportDetails(found, context={"request": request}).data)


class Areas(Listing):
    """Published area summaries."""

    serializer_class = AreaSummaryLine
    filter_class = AreaFilter

    @extend_schema(
        operation_id="areas_list",
        summary="List published area summaries",
        parameters=[AreaFilter],
        responses={200: AreaSummaryLine(many=True), 400: WRONG},
    )
    def get(self, request: Request) -> Response:
        """The published summaries of all partnerships, newest first, 50 a page."""
        return self.page_of(summaries(slug=self.wanted(request).get("partnership")))


class Area(ReadOnly):
    """One published area summary."""

    @extend_schema(
        operation_id="area",
        summary="Read one area summary",
        parameters=[PARTNERSHIP, YEAR],
        responses={200: AreaSummaryDetails, 404: NOT_THERE},
    )
    def get(self, request: Request, partnership: str, year: int) -> Response:  # noqa: ARG002 - DRF's signature
        """All rows of the data set, after disclosure control: the same figures as the page and the CSV."""
        found = published_summary(slug=partnership, year=year)
        if found is None:
            raise Http404
        return Response(AreaSummaryDetails(document(found)).data)


class Unknown(ReadOnly):
    """Any other address below the interface."""

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> Response:  # noqa: ARG002 - DRF's signature
        """404 as a problem, not as a web page."""
        raise Http404


@public("where the interface begins")
@require_safe
def root(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """On to the description."""
    return redirect("api:docs")


@public("how to use the interface")
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint in plain HTML, made from the schema."""
    title, version = title_and_version()
    shown = {"title": title, "version": version, "endpoints": endpoints(), "headings": ("Name", "Kind", "Meaning")}
    return render(request, "reports/api/docs.html", shown)
