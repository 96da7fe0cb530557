"""Places that came free are offered, with a deadline, where an event wants that."""
