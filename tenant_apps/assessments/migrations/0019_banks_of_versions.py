"""The bank of what a question said before. Of questions that were deleted from theirs nobody wrote it down."""

from django.db import migrations, models

_BANKS = """
UPDATE assessments_questionversion version SET bank = bank.key
FROM assessments_bankquestion question JOIN assessments_bank bank ON bank.id = question.bank_id
WHERE question.key = version.question
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0018_drawn_to_be_counted")]

    operations = [
        migrations.AddField("questionversion", "bank", models.UUIDField(blank=True, null=True)),
        migrations.RunSQL(_BANKS, migrations.RunSQL.noop),
    ]
