from django.db import migrations


class Migration(migrations.Migration):
    allows = {"drop": "No install runs a release that reads these days: the first one carries the rules."}

    dependencies = [('courses', '0003_days_as_rules')]

    operations = [
        migrations.RemoveField(model_name='lesson', name='opens_after_days'),
        migrations.RemoveField(model_name='module', name='opens_after_days'),
    ]
