from django.db import migrations, models

# what a row is told by, beside its cohort; what was counted before stands for learners in none, until they are moved
ROWS = {
    "answercount": ("answer_count_once", ("question", "cohort", "month")),
    "choicecount": ("choice_count_once", ("question", "cohort", "month", "said")),
    "drawnchoicecount": ("drawn_choice_count_once", ("quiz", "question", "cohort", "month", "said")),
    "drawncount": ("drawn_count_once", ("quiz", "question", "cohort", "month")),
    "filmcount": ("film_count_once", ("lesson", "cohort", "month", "second")),
    "lessoncount": ("lesson_count_once", ("lesson", "cohort", "month")),
    "placecount": ("place_count_once", ("course", "cohort", "month", "took")),
}


class Migration(migrations.Migration):
    # a sweep of the release before finds no constraint to add to, counts nothing and leaves all of it due
    allows = {
        "constraint": "Counters are two million at ten million rows of progress: read in seconds, in which the sweep "
        "and the pages of analytics wait and nothing else does."
    }

    dependencies = [
        ("analytics", "0002_drawn_counts"),
        ("assessments", "0019_banks_of_versions"),
        ("courses", "0014_package_patience"),
    ]

    operations = [
        *(migrations.AddField(model, "cohort", models.UUIDField(blank=True, null=True)) for model in ROWS),
        *(migrations.RemoveConstraint(model, name) for model, (name, _fields) in ROWS.items()),
        *(
            migrations.AddConstraint(model, models.UniqueConstraint(fields=fields, name=name, nulls_distinct=False))
            for model, (name, fields) in ROWS.items()
        ),
    ]
