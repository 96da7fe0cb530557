"""Telling who has a place once more when and where, shortly before the event."""
