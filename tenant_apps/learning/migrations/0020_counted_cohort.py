from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0019_invitations")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="cohort_to_count",
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="counted_cohort",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
