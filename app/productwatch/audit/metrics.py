"""What of the audit log is measured."""

from prometheus_client import Counter

LEFT_OUT = Counter(
    "productwatch_audit_left_out", "Refused sign-ins that the audit log left out: an hour takes only so many."
)
