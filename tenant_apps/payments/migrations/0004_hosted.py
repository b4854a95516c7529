from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_accounts_through_the_platform")]

    operations = [
        migrations.AddField(
            model_name="paymentsettings",
            name="hosted",
            field=models.BooleanField(db_default=False, default=False, verbose_name="paid on the gateway's page"),
        ),
    ]
