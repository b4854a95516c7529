import django.db.models.deletion
import marque.kit.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0004_expiry_index'),
        ('courses', '0006_assignments'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameErasure',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('erased_at', models.DateTimeField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.course')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='name_erasures', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'course'), name='certificate_name_erased_once')],
            },
        ),
    ]
