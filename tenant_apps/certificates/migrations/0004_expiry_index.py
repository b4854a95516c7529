from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("certificates", "0003_editions")]

    operations = [
        AddIndexConcurrently(
            model_name='certificate',
            index=models.Index(condition=models.Q(('expires_at__isnull', False), ('expiry_told_at__isnull', True), ('revoked_at__isnull', True)), fields=['expires_at'], name='certificate_expiry_untold'),
        ),
    ]
