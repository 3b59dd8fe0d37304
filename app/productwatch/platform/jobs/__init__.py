"""Work that takes longer than a request may: rows that workers do in turns, whoever may be killed meanwhile."""
