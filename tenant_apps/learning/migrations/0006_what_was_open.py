"""What had opened before the sweep kept book of it: nobody is told again, and no later rule locks it."""

from django.db import migrations

_VISITED = """
UPDATE learning_enrolment AS e SET visited_at = p.first FROM (
    SELECT enrolment_id, min(first_opened_at) AS first FROM learning_lessonprogress GROUP BY enrolment_id
) AS p WHERE p.enrolment_id = e.id AND e.visited_at IS NULL
"""
# a day of grace for clocks around the world: what opened since is found by the first sweep
_RELEASED = """
INSERT INTO learning_lessonrelease (key, created_at, enrolment_id, lesson_id, opens_at, unlocked_at, reason, given_by)
SELECT gen_random_uuid(), now(), e.id, w.id, e.started_at + w.days * interval '1 day', now(), '', ''
FROM learning_enrolment AS e JOIN (
    SELECT l.id, l.course_id, greatest(
        coalesce((m.release->'all'->0->>'days')::int, 0), coalesce((l.release->'all'->0->>'days')::int, 0)) AS days
    FROM courses_lesson AS l JOIN courses_module AS m ON m.id = l.module_id
    WHERE l.archived_at IS NULL AND (l.release IS NOT NULL OR m.release IS NOT NULL)
) AS w ON w.course_id = e.course_id
WHERE e.ended_at IS NULL AND e.started_at + (w.days + 1) * interval '1 day' < now()
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [('courses', '0003_days_as_rules'), ('learning', '0005_look_at')]

    operations = [
        migrations.RunSQL(_VISITED, migrations.RunSQL.noop),
        migrations.RunSQL(_RELEASED, migrations.RunSQL.noop),
    ]
