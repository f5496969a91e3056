"""What the API says, field by field; the schema is made of this."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reports.areas.disclosure import HIDDEN, NOT_APPLICABLE
from reports.areas.tidy import COLUMNS, NOT_AVAILABLE

TEXT_COLUMNS = COLUMNS[:-2]


class Address(serializers.URLField):
    """A path of this site as an absolute address."""

    def to_representation(self, value: str) -> str:
        """With the host the client asked."""
        absolute: str = self.context["request"].build_absolute_uri(value)
        return absolute


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="always about:blank: the title says it all")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment] # only described here, never validated with
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="by parameter"
    )


class Strict(serializers.Serializer[Any]):
    """Parameters of a list; one that is not known is refused, so that a typing mistake does not return everything."""

    cursor = serializers.CharField(required=False, help_text="from `next` or `previous` of an earlier page")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Only what is declared."""
        unknown = sorted(set(self.initial_data) - set(self.fields))
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise serializers.ValidationError(
                {name: [f"There is no such parameter. Known: {known}."] for name in unknown}
            )
        return attrs


class ReportFilter(Strict):
    """Which reports."""

    urn = serializers.IntegerField(required=False, min_value=1, max_value=9_999_999, help_text="of the school")
    year = serializers.IntegerField(
        required=False, min_value=2000, max_value=2100, help_text="in which the academic year begins"
    )
    partnership = serializers.SlugField(required=False, max_length=60, help_text="as in /areas/<partnership>/")


class AreaFilter(Strict):
    """Which area summaries."""

    partnership = serializers.SlugField(required=False, max_length=60, help_text="as in /areas/<partnership>/")


class PublishedReport(serializers.Serializer[Any]):
    """One published report. A withdrawn one keeps its line, so that copies can be taken down."""

    urn = serializers.IntegerField(help_text="of the school, in the national register")
    school_name = serializers.CharField(help_text="as it was when the report was approved")
    partnership = serializers.CharField(help_text="as in /areas/<partnership>/")
    year = serializers.IntegerField(help_text="in which the academic year begins")
    kind = serializers.CharField(help_text="full, light or deep-dive")
    edition = serializers.IntegerField(source="number", help_text="1, and one more for each correction")
    published_at = serializers.DateTimeField(help_text="when anybody could read it first")
    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="null while it stands")
    withdrawn_because = serializers.CharField(help_text="a sentence; empty unless withdrawn")
    page = serializers.SerializerMethodField(help_text="for people")
    details = serializers.SerializerMethodField(help_text="this report in the API, with summary and files")

    @extend_schema_field(serializers.URLField())
    def get_page(self, row: dict[str, Any]) -> str:
        """The public page."""
        return self._absolute(f"/reports/{row['urn']}/{row['year']}-{row['kind']}/")

    @extend_schema_field(serializers.URLField())
    def get_details(self, row: dict[str, Any]) -> str:
        """The same report in the API."""
        return self._absolute(reverse("api:report", args=[row["urn"], row["year"], row["kind"]]))

    def _absolute(self, path: str) -> str:
        absolute: str = self.context["request"].build_absolute_uri(path)
        return absolute


class SectionLine(serializers.Serializer[Any]):
    """The result of one section of the audit."""

    code = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField(min_value=0, max_value=3)
    result = serializers.CharField(help_text="the public words of the level")


class FactLine(serializers.Serializer[Any]):
    """A number and what it counts."""

    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment] # Field.label is shadowed on purpose


class Summary(serializers.Serializer[Any]):
    """The half page for parents. A school with fewer than 50 pupils has words only."""

    paragraphs = serializers.ListField(child=serializers.CharField())
    correct_on = serializers.DateField()
    cycle = serializers.CharField()
    framework = serializers.CharField()
    narrative_only = serializers.BooleanField()
    sections = SectionLine(many=True)
    facts = FactLine(many=True)
    visited_on = serializers.DateField(allow_null=True)
    recommendations = serializers.IntegerField()
    school_commented = serializers.BooleanField()


class ReportFile(serializers.Serializer[Any]):
    """The stored bytes in one format; they never change."""

    format = serializers.CharField(help_text="html or pdf")
    address = Address(help_text="the PDF is served byte for byte; the web page holds the stored part in a frame")
    sha256 = serializers.CharField(help_text="of the stored bytes")
    bytes_long = serializers.IntegerField()
    pages = serializers.IntegerField(allow_null=True, help_text="of the PDF")
    stored_at = serializers.DateTimeField()


class PublishedReportDetails(PublishedReport):
    """One report with its summary and files; neither once it is withdrawn."""

    summary = Summary(allow_null=True, help_text="the half page for parents; null once withdrawn")
    files = ReportFile(many=True, help_text="web page and PDF; empty once withdrawn")


class AreaSummaryLine(serializers.Serializer[Any]):
    """One published area summary, without its rows."""

    partnership = serializers.CharField(help_text="as in /areas/<partnership>/")
    lscp_code = serializers.CharField(help_text="of the partnership, as in the data set")
    lscp_name = serializers.CharField(help_text="of the partnership")
    year = serializers.IntegerField(help_text="in which the academic year begins")
    frozen_at = serializers.DateTimeField(help_text="when the figures were sent to DfE and Ofsted")
    published_at = serializers.DateTimeField(help_text="when anybody could read it first")
    csv_sha256 = serializers.CharField(help_text="of the CSV at /areas/<partnership>/<year>.csv")
    details = serializers.SerializerMethodField(help_text="the same with all rows")

    @extend_schema_field(serializers.URLField())
    def get_details(self, row: dict[str, Any]) -> str:
        """The summary with its rows."""
        absolute: str = self.context["request"].build_absolute_uri(
            reverse("api:area", args=[row["partnership"], row["year"]])
        )
        return absolute


@extend_schema_field(
    {"oneOf": [{"type": "integer"}, {"type": "string", "enum": [HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE]}]}
)
class FigureField(serializers.Field[Any, Any, Any, Any]):
    """A number, or the symbol for why there is none."""

    def to_representation(self, value: int | str) -> int | str:
        """As it is."""
        return value


class AreaRow(serializers.Serializer[Any]):
    """One line of the data set; the columns of the CSV."""

    count = FigureField(help_text="c: hidden, few schools; x: not available")
    percent = FigureField(help_text="also z: a share has no meaning here")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The text columns come from the data set's own list, in its order."""
        texts = {name: serializers.CharField() for name in TEXT_COLUMNS}
        return {**texts, **super().get_fields()}


class AreaSummaryDetails(serializers.Serializer[Any]):
    """One published area summary."""

    partnership = serializers.CharField(help_text="as in /areas/<partnership>/")
    lscp_code = serializers.CharField(help_text="of the partnership, as in the data set")
    lscp_name = serializers.CharField(help_text="of the partnership")
    year = serializers.IntegerField(help_text="in which the academic year begins")
    time_period = serializers.CharField(help_text="the academic year in six digits: 202627")
    frozen_at = serializers.DateTimeField(help_text="when the figures were sent to DfE and Ofsted")
    published_at = serializers.DateTimeField(help_text="when anybody could read it first")
    csv_sha256 = serializers.CharField(help_text="of the CSV at /areas/<partnership>/<year>.csv")
    rows = AreaRow(many=True, help_text="the lines of the data set")
