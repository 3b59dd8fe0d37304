"""The audit log: who did what to whom in matters of security, written with the act itself and never changed."""
