"""Scores that were reached before rules could ask for them."""

from django.db import migrations

_SCORES = """
INSERT INTO learning_lessonscore (key, created_at, enrolment_id, lesson_id, score, reached_at)
SELECT gen_random_uuid(), now(), a.enrolment_id, q.lesson_id, a.score, min(a.submitted_at)
FROM assessments_attempt AS a JOIN assessments_quiz AS q ON q.id = a.quiz_id
WHERE a.submitted_at IS NOT NULL AND a.score IS NOT NULL
GROUP BY a.enrolment_id, q.lesson_id, a.score
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [('assessments', '0003_attempts_due'), ('learning', '0004_drip')]

    operations = [migrations.RunSQL(_SCORES, migrations.RunSQL.noop)]
