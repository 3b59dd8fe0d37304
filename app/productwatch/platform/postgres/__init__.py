"""Django's database backend for PostgreSQL, made to stand an outage; DATABASES names this package as its ENGINE."""
