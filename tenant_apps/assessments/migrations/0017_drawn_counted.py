from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0016_makers_of_banks")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="drawn_counted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
