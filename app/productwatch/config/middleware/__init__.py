"""What happens to every request and response, whichever route it belongs to."""
