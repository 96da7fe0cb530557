"""Writing to people the day after: who was there, who was missed, and who walked in."""
