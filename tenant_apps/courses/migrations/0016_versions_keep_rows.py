from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0015_parts_of_kinds'),
    ]

    operations = [
        migrations.AddField(
            model_name='lessonversion',
            name='rows',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
    ]
