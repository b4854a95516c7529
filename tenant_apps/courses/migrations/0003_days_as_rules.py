"""Days after enrolment become the rule that says them."""

from django.db import migrations

_RULE = """
UPDATE {table} SET release = jsonb_build_object('v', 1, 'all', CASE WHEN opens_after_days = 0 THEN '[]'::jsonb
    ELSE jsonb_build_array(jsonb_build_object('when', 'enrolled', 'days', opens_after_days)) END)
WHERE opens_after_days IS NOT NULL AND release IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [('courses', '0002_rules')]

    operations = [
        migrations.RunSQL(_RULE.format(table='courses_module'), migrations.RunSQL.noop),
        migrations.RunSQL(_RULE.format(table='courses_lesson'), migrations.RunSQL.noop),
    ]
