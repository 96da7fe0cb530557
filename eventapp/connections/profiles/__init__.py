"""What people seek and offer, and whether they may be introduced."""
