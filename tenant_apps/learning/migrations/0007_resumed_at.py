"""When a pause ended: waits that begin after it are not longer. Of pauses that ended before, nobody kept the day."""

from django.db import migrations, models

_RESUMED = "UPDATE learning_pace SET resumed_at = now() WHERE paused_days > 0 AND paused_at IS NULL"


class Migration(migrations.Migration):

    dependencies = [('learning', '0006_what_was_open')]

    operations = [
        migrations.AddField(
            model_name='pace', name='resumed_at', field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(_RESUMED, migrations.RunSQL.noop),
    ]
