import uuid

import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0001_initial"),
        ("assessments", "0017_drawn_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawnChoiceCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ("question", models.UUIDField()),
                ("month", models.DateField()),
                ("said", models.CharField(max_length=100)),
                ("times", models.IntegerField(default=0)),
                ("wrong", models.IntegerField(default=0)),
                (
                    "quiz",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.quiz",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["question"], name="drawn_choice_question")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("quiz", "question", "month", "said"), name="drawn_choice_count_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawnCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ("asked", models.IntegerField(default=0)),
                ("right", models.IntegerField(default=0)),
                ("left_out", models.IntegerField(default=0)),
                ("shares", models.BigIntegerField(default=0)),
                ("shares_squared", models.BigIntegerField(default=0)),
                ("scores", models.BigIntegerField(default=0)),
                ("scores_squared", models.BigIntegerField(default=0)),
                ("products", models.BigIntegerField(default=0)),
                ("question", models.UUIDField()),
                ("month", models.DateField()),
                (
                    "quiz",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.quiz",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["question"], name="drawn_count_question")],
                "constraints": [
                    models.UniqueConstraint(fields=("quiz", "question", "month"), name="drawn_count_once")
                ],
            },
        ),
    ]
