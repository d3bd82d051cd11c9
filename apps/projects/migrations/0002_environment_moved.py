"""The model Environment has moved to the app environments; its table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0001_initial"),
        ("environments", "0001_from_projects"),
        ("instances", "0002_environment_moved"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Environment")],
            database_operations=[],
        ),
    ]
