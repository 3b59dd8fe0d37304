"""Reports, each with the figures that it was made with."""

from django.db import models

from productwatch.platform import clock


class Report(models.Model):
    """The report of one day. Whoever makes it holds it until `leased_until`; later another may take that over.

    `attempts` numbers those who took it: only the last one's figures are kept.
    """

    class Kind(models.TextChoices):
        DAILY = "daily"

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.DAILY)
    day = models.DateField()
    zone = models.CharField(max_length=64)
    figures = models.JSONField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day"], name="one_report_a_day"),
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, figures__isnull=True)
                | models.Q(made_at__isnull=False, figures__isnull=False),
                name="a_made_report_has_figures",
            ),
        ]
