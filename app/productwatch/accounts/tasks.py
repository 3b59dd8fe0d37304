"""The accounts' work for the clock."""

from celery import shared_task

from productwatch.accounts.services import confirming, email_changes, enrolment, one_time_tokens, upkeep


@shared_task(name="productwatch.accounts.forget_expired")
def forget_expired() -> int:
    wishes = confirming.forget_old() + email_changes.forget_old() + enrolment.forget_unconfirmed()
    return upkeep.forget_expired() + one_time_tokens.forget_expired() + wishes
