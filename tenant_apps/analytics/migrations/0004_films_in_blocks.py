import uuid

import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0003_by_cohort"),
        ("courses", "0017_least_percent"),
        ("learning", "0023_what_was_met_and_played"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockFilmCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ("month", models.DateField()),
                ("cohort", models.UUIDField(blank=True, null=True)),
                ("second", models.PositiveIntegerField()),
                ("begins", models.IntegerField(default=0)),
                ("lasts", models.IntegerField(default=0)),
                ("repeats", models.IntegerField(default=0)),
                (
                    "block",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="courses.lessonblock",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("block", "cohort", "month", "second"),
                        name="block_film_count_once",
                        nulls_distinct=False,
                    )
                ]
            },
        ),
    ]
