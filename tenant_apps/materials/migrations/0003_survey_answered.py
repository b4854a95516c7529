import django.db.models.deletion
import marque.kit.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0019_invitations'),
        ('materials', '0002_scorm'),
    ]

    operations = [
        migrations.CreateModel(
            name='SurveyAnswered',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='materials.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'enrolment'), name='survey_answered_once')],
            },
        ),
    ]
