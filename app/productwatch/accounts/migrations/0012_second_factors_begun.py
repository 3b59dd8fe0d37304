from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_identities")]

    operations = [
        migrations.AddIndex(
            model_name="secondfactor",
            index=models.Index(
                condition=models.Q(("active_at", None)), fields=["begun_at"], name="second_factors_begun"
            ),
        ),
    ]
