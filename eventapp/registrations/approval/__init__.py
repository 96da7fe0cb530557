"""Sign-ups that wait for a yes or a no of the organiser."""
