"""Product Watch on one machine: its servers, its processes and how they start and stop together."""
