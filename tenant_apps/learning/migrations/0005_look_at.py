from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('learning', '0004_drip')]

    operations = [
        AddIndexConcurrently(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('look_at__isnull', False)), fields=['look_at'], name='enrolment_to_be_looked_at'),
        ),
    ]
