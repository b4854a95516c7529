"""Who made a bank. Of those that are there nobody wrote it down: whoever wrote a bank's first question is taken for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_FIRST = """
UPDATE assessments_bank bank SET made_by_id = (
    SELECT maker.id FROM assessments_questionversion version
    JOIN assessments_bankquestion question ON question.key = version.question
    JOIN accounts_user maker ON maker.email = version.written_by
    WHERE question.bank_id = bank.id ORDER BY version.written_at, version.id LIMIT 1
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0015_given_text'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='bank',
            name='made_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(_FIRST, migrations.RunSQL.noop),
    ]
