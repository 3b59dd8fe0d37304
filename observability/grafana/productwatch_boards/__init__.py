"""Grafana's boards as Python: `python -m productwatch_boards FOLDER` writes their JSON."""
