"""What `make bench` runs: our pages beside a bare one, on the same server, in the same minutes."""
