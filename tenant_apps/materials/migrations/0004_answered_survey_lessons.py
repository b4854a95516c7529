"""Who answered an anonymous survey lesson when only its being finished said so."""

from django.db import migrations

# each finished the lesson in the moment they answered: whoever did so on a day without a response answered nothing.
# Surveys whose responses are all noted already are left alone; numbers and order tell no more than those of actions.
_ANSWERED = """
INSERT INTO materials_surveyanswered (id, key, created_at, survey_id, enrolment_id)
SELECT floor(random() * 4611686018427387904)::bigint, gen_random_uuid(), s.created_at, s.id, p.enrolment_id
FROM materials_survey AS s JOIN courses_lesson AS l ON l.id = s.lesson_id
JOIN learning_lessonprogress AS p ON p.lesson_id = s.lesson_id
WHERE (l.kind = 'survey' OR NOT EXISTS (SELECT FROM materials_surveyanswered AS a WHERE a.survey_id = s.id))
AND (SELECT count(*) FROM materials_surveyresponse AS r WHERE r.survey_id = s.id AND r.enrolment_id IS NULL)
    > (SELECT count(*) FROM materials_surveyanswered AS a WHERE a.survey_id = s.id)
AND EXISTS (
    SELECT FROM materials_surveyresponse AS r WHERE r.survey_id = s.id AND r.enrolment_id IS NULL
    AND r.given_on = (p.completed_at AT TIME ZONE 'UTC')::date)
ORDER BY random()
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    # without it nothing breaks: some could answer once more
    backwards_compatible = True

    dependencies = [("learning", "0022_films_in_blocks"), ("materials", "0003_survey_answered")]

    operations = [migrations.RunSQL(_ANSWERED, migrations.RunSQL.noop)]
