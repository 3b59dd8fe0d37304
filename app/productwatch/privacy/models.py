"""What is being done with somebody's data. No foreign key leads to accounts: a job outlives whom it is about."""

from django.db import models

from productwatch.platform.jobs.rows import Job


class AccountExport(Job):
    """A file of all that is kept of a user; `done` counts the parts that are written, `after` is where one goes on.

    `size` bytes have the checksum `crc` (RFC 1952), and are `packed` bytes in `pieces` pieces.
    """

    user_id = models.UUIDField()
    total = models.PositiveIntegerField()
    after = models.CharField(max_length=40, null=True)  # noqa: DJ001 - none is where a part begins
    pieces = models.PositiveIntegerField(default=0)
    crc = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    packed = models.BigIntegerField(default=0)

    class Meta(Job.Meta):
        indexes = [*Job.Meta.indexes, models.Index(fields=["user_id", "created_at", "id"], name="exports_of_a_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"], condition=models.Q(state__in=["queued", "running"]), name="one_open_export_a_user"
            )
        ]


class AccountExportPiece(models.Model):
    """What a step has written, deflated (RFC 1951): all pieces together are one stream that has not ended."""

    job = models.ForeignKey(AccountExport, models.CASCADE, related_name="written", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="account_export_has_each_piece_once")]


class Erasure(Job):
    """What is left to do of an account that was closed; `done` counts the parts that hold nothing any more.

    `address` is known until the first of two `passes` has ended: the second finds what was under way meanwhile.
    """

    user_id = models.UUIDField()
    address = models.CharField(max_length=254, blank=True)
    passes = models.PositiveSmallIntegerField(default=0)
