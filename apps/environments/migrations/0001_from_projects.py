"""The model Environment moves here from the app projects; its table stays as it is."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Environment",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(choices=[("test", "Test"), ("production", "Production")], max_length=20)),
                        ("engine", models.CharField(default="1.20", help_text="Flink version, such as 1.20", max_length=10)),
                        ("url", models.CharField(blank=True, default="", help_text="REST address of the cluster", max_length=300)),
                        ("ui_url", models.CharField(blank=True, default="", help_text="Flink's own pages, for people", max_length=300)),
                        ("slots", models.PositiveIntegerField(default=8, help_text="Task slots that the project may use")),
                        ("project", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="environments", to="projects.project")),
                    ],
                    options={
                        "db_table": "projects_environment",
                        "ordering": ["-name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "name"),
                                name="one_environment_of_a_name",
                                violation_error_message="The project has an environment of this name already.",
                            )
                        ],
                    },
                ),
            ],
            database_operations=[],
        ),
    ]
