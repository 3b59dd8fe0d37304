"""Products and their categories: what is watched."""
