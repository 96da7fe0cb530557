"""Subscriptions: who wants to hear of new events, and the letters that tell of them."""
