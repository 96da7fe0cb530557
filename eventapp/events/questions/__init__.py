"""What an event asks of who signs up."""
