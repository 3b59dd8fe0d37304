"""Visits: who reads which product, counted without knowing who."""
