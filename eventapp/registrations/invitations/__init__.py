"""Personal invitations: who is asked to come, by whom, and what they said."""
