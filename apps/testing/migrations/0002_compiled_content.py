"""Names in the code only: table and columns stay as they are."""

import django.db.models.deletion
from django.db import migrations, models

ENQUEUED = "When the last message was sent to the workers"


class Migration(migrations.Migration):
    dependencies = [("testing", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Subject", "CompiledContent"),
                migrations.AlterModelTable("compiledcontent", "testing_subject"),
                migrations.AlterField(
                    "compiledcontent",
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="compiled_contents",
                        to="jobs.job",
                    ),
                ),
                migrations.RenameField("run", "subject", "compiled"),
                migrations.AlterField(
                    "run",
                    "compiled",
                    models.ForeignKey(
                        db_column="subject_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="testing.compiledcontent",
                    ),
                ),
                migrations.AlterField(
                    "case", "definition", models.JSONField(help_text="See penstock.testkit.case")
                ),
                migrations.AlterField("run", "enqueued_at", models.DateTimeField(help_text=ENQUEUED)),
                migrations.AlterField("trace", "enqueued_at", models.DateTimeField(help_text=ENQUEUED)),
                migrations.AlterField(
                    "runoutput",
                    "count",
                    models.PositiveIntegerField(
                        help_text="All changes, also those that did not fit the limits"
                    ),
                ),
                migrations.AlterField(
                    "versioncase",
                    "case",
                    models.UUIDField(help_text="The case that it was copied from, which may be deleted"),
                ),
            ]
        )
    ]
