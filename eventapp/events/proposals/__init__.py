"""Events that somebody proposes who is no organiser."""
