import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import marque.kit.clock

_KINDS = [
    ("single", "One answer"),
    ("multiple", "Several answers"),
    ("true_false", "True or false"),
    ("short_text", "A few words"),
    ("numeric", "A number"),
    ("ordering", "Put in order"),
    ("matching", "Match pairs"),
    ("fill_in", "Fill the gaps"),
    ("hot_spot", "Places on a picture"),
    ("essay", "An essay"),
    ("file", "A file"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0009_banks'),
        ('learning', '0013_angle'),
        ('media', '0003_upload_is_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenAnswer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('question', models.UUIDField()),
                ('text', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('marks', models.JSONField(default=dict)),
                ('share', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('attempt', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='open_answers', to='assessments.attempt')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('attempt', 'question'), name='open_answer_once'),
                    models.CheckConstraint(condition=models.Q(('share__isnull', True), ('share__lte', 100), _connector='OR'), name='open_answer_percent'),
                ],
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='graded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='graded_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attempt',
            name='words',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='bankquestion',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset'),
        ),
        migrations.AddField(
            model_name='question',
            name='file_kinds',
            field=models.JSONField(blank=True, db_default=models.Value([], output_field=models.JSONField()), default=list, verbose_name='Kinds of files'),
        ),
        migrations.AddField(
            model_name='question',
            name='least_words',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='At least so many words'),
        ),
        migrations.AddField(
            model_name='question',
            name='most_words',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='At most so many words'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='Picture'),
        ),
        migrations.AlterField(
            model_name='bankquestion',
            name='kind',
            field=models.CharField(choices=_KINDS, max_length=12, verbose_name='Kind'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=_KINDS, default='single', max_length=12, verbose_name='Kind'),
        ),
        migrations.AlterField(
            model_name='work',
            name='submission',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='works', to='assessments.submission'),
        ),
        migrations.AddField(
            model_name='work',
            name='answer',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='works', to='assessments.openanswer'),
        ),
        AddConstraintNotValid(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('graded_at__isnull', True), ('score__isnull', False), _connector='OR'), name='attempt_graded_has_score'),
        ),
        AddConstraintNotValid(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', True), ('submission__isnull', False)), models.Q(('answer__isnull', False), ('submission__isnull', True)), _connector='OR'), name='work_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('least_words__isnull', True), ('least_words__range', (1, 5000)), _connector='OR'), models.Q(('most_words__isnull', True), ('most_words__range', (1, 5000)), _connector='OR'), models.Q(('least_words__isnull', True), ('most_words__isnull', True), ('most_words__gte', models.F('least_words')), _connector='OR')), name='question_words_in_range'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'hot_spot'), _negated=True), ('picture__isnull', False), _connector='OR'), name='question_spots_on_a_picture'),
        ),
    ]
