"""Telling people: who follows what, what each is told, and how far each telling came."""
