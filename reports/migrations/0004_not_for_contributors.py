"""Visits and reports of a school are not for its contributors, who see what was given to them and nothing else."""

from django.db import migrations

WHOLE = "(SELECT lscp.sees_whole_school())"
TABLES = ("visits_visit", "visits_teammember", "reports_report", "reports_correction")
NARROWED = (
    *(
        f"CREATE POLICY lscp_school_select_theirs ON {table} AS RESTRICTIVE FOR SELECT TO lscp_school USING ({WHOLE})"
        for table in TABLES
    ),
    "CREATE POLICY lscp_school_insert_theirs ON reports_correction AS RESTRICTIVE FOR INSERT TO lscp_school "
    f"WITH CHECK ({WHOLE})",
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0010_parts_of_contributors"),
        ("reports", "0003_views_of_the_schools_list"),
        ("visits", "0001_initial"),
    ]

    operations = [migrations.RunSQL(line, migrations.RunSQL.noop) for line in NARROWED]
