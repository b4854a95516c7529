from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0002_kinds_and_rules")]

    operations = [
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", True)), fields=["due_at"], name="attempt_open_due"
            ),
        ),
        ValidateConstraint(model_name="attempt", name="attempt_due_after_start"),
    ]
