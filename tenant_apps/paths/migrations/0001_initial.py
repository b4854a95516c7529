import uuid

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0004_gifts_and_teams'),
        ('courses', '0009_more_kinds'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Path',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='Address')),
                ('summary', models.CharField(blank=True, max_length=280, verbose_name='Summary')),
                ('description', models.TextField(blank=True, verbose_name='Description')),
                ('image_style', models.CharField(choices=[('paper', 'Cut paper'), ('riso', 'Print'), ('contour', 'Contour'), ('mesh', 'Soft light')], default='paper', max_length=12, verbose_name='Cover')),
                ('is_enforced', models.BooleanField(default=False, help_text='For those who get the courses with this path. Left out, the order is advice.', verbose_name='Each course opens once the one before is finished')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='paths_made', to='people.person')),
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='path', to='catalog.product')),
            ],
            options={
                'verbose_name': 'path',
                'verbose_name_plural': 'paths',
                'ordering': ['-published_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('slug',), name='path_slug_unique'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='path_has_title')],
            },
        ),
        migrations.CreateModel(
            name='PathStep',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('is_optional', models.BooleanField(default=False, verbose_name='Optional')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='path_steps', to='courses.course')),
                ('path', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='paths.path')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('path', 'course'), name='path_step_course_once'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('path', 'position'), name='path_step_place'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='path_step_placed')],
            },
        ),
        migrations.CreateModel(
            name='PathPlace',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('started_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='paths.path')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='path_places', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'path'), name='path_place_once'), models.CheckConstraint(condition=models.Q(('completed_at__isnull', True), ('completed_at__gte', models.F('started_at')), _connector='OR'), name='path_place_completed_after_start')],
            },
        ),
    ]
