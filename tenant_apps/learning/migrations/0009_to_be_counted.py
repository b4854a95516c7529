from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("learning", "0008_counted")]

    operations = [
        AddIndexConcurrently(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('to_count', True)), fields=['id'], name='enrolment_to_be_counted'),
        ),
        AddIndexConcurrently(
            model_name='lessonprogress',
            index=models.Index(condition=models.Q(('to_count', True)), fields=['id'], name='progress_to_be_counted'),
        ),
    ]
