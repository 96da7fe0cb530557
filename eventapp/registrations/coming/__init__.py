"""Asking people once more, two days ahead, whether they come."""
