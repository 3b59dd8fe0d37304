"""What was answered to requests that carried an Idempotency-Key, kept for a day."""
