"""Words kept whole: boxes that count words take longer text than these columns did, and saving it failed."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0038_clarification")]

    operations = [
        migrations.AlterField("feedbackrating", "words", models.TextField(blank=True)),
        migrations.AlterField(
            "goodpractice", "topics", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())
        ),
        migrations.AlterField("recommendationanswer", "reason", models.TextField(blank=True)),
    ]
