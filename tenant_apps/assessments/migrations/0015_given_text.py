from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0014_withdrawn_pieces'),
    ]

    operations = [
        migrations.AddField(
            model_name='openanswer',
            name='given_text',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
    ]
