"""The admin: one site for all domains, behind a frame of its own (see frame) that no other route pays for."""
