"""The room in a browser: pages, a socket, and a door that locks. Served on this machine only."""
