"""How an answer was read for child details: what was confirmed, and which words were found clear."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0016_signing_delegates")]

    operations = [
        migrations.AddField(
            "answer",
            "checked",
            ArrayField(
                models.CharField(max_length=64),
                db_default=[],
                default=list,
                help_text="digests of warnings that somebody has confirmed to be about no child",
                size=None,
            ),
        ),
        migrations.AddField(
            "answer",
            "clear_as",
            models.CharField(
                db_default="",
                default="",
                help_text="the mark of the words that were read and point at no child; other words are read again",
                max_length=64,
            ),
        ),
    ]
