"""The key ring that tokens are signed with."""
