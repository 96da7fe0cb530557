"""After the event: profiles, who meets whom, introductions, collaborations."""
