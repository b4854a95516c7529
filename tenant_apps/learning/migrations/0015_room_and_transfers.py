import uuid

import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0010_prerequisites'),
        ('learning', '0014_awaited_courses'),
    ]

    operations = [
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('seats', models.PositiveIntegerField(verbose_name='Most people at once')),
                ('course', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='capacity', to='courses.course')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='capacity_has_a_seat')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('reason', models.CharField(max_length=300)),
                ('moved_at', models.DateTimeField()),
                ('moved_by', models.CharField(max_length=254)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='learning.cohort')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='learning.enrolment')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
