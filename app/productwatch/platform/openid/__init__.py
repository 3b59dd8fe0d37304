"""Signing in by an OpenID issuer: our side of the code flow (OpenID Connect Core 1.0, RFC 7636, RFC 9207)."""
