from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

_ONCE = models.UniqueConstraint(
    condition=models.Q(("answer__isnull", False)), fields=("answer", "sha256"), name="work_of_answer_once"
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessments", "0010_open_questions")]

    operations = [
        ValidateConstraint(model_name="attempt", name="attempt_graded_has_score"),
        ValidateConstraint(model_name="work", name="work_of_one_thing"),
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("score__isnull", True), ("submitted_at__isnull", False)),
                fields=["submitted_at", "id"],
                name="attempt_waiting",
            ),
        ),
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("graded_at__isnull", False)), fields=["-graded_at"], name="attempt_looked_at"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS work_of_answer_once"
                    " ON assessments_work (answer_id, sha256) WHERE answer_id IS NOT NULL",
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[migrations.AddConstraint(model_name="work", constraint=_ONCE)],
        ),
    ]
