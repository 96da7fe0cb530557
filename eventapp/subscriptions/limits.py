"""How often somebody may ask for letters."""

PER_NETWORK = "30 per minute; 200 per hour"
PER_ADDRESS = "5 per hour"
