from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0006_counted")]

    operations = [
        AddIndexConcurrently(
            model_name='attempt',
            index=models.Index(condition=models.Q(('counted_at__isnull', True), ('submitted_at__isnull', False)), fields=['id'], name='attempt_to_be_counted'),
        ),
    ]
