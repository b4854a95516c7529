import uuid

import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_more_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Prerequisite',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='prerequisites', to='courses.course')),
                ('needs', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needed_by', to='courses.course')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'needs'), name='prerequisite_once'), models.CheckConstraint(condition=models.Q(('course', models.F('needs')), _negated=True), name='prerequisite_of_another')],
            },
        ),
    ]
