"""A school can say yes again where the trust changed its note only: its own words, and their revision, stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0007_central_answers"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="trustconfirmation",
            name="trust_confirmation_once_per_revision",
        ),
        migrations.AddConstraint(
            model_name="trustconfirmation",
            constraint=models.UniqueConstraint(
                fields=("tenant", "answer", "answer_revision", "central_answer", "central_revision"),
                name="trust_confirmation_once_per_wording",
            ),
        ),
    ]
