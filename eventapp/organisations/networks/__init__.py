"""Networks: their pages for everybody, and for who keeps them."""
