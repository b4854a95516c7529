import uuid

import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_more_kinds'),
        ('learning', '0013_angle'),
    ]

    operations = [
        migrations.AddField(
            model_name='enrolment',
            name='awaits',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.CreateModel(
            name='AwaitedCourse',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('source', models.CharField(max_length=80)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.course')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='awaited', to='learning.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'course', 'source'), name='awaited_course_once')],
            },
        ),
    ]
