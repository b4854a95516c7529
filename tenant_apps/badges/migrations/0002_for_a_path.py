import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('badges', '0001_initial'),
        ('paths', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='badge',
            name='path',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='badges', to='paths.path', verbose_name='for finishing the path'),
        ),
    ]
