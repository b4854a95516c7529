from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("learning", "0020_counted_cohort")]

    operations = [
        AddIndexConcurrently(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("cohort_to_count", True)), fields=["id"], name="enrolment_cohort_to_be_counted"
            ),
        ),
    ]
