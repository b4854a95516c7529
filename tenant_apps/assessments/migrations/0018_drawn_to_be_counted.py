from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0017_drawn_counted")]

    operations = [
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(
                    ("drawn_counted_at__isnull", True), ("sheets__isnull", False), ("submitted_at__isnull", False)
                ),
                fields=["id"],
                name="attempt_drawn_to_be_counted",
            ),
        ),
    ]
