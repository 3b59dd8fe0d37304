"""What happened, told once it is committed: an outbox of events and those who hear of them."""
