"""The command line: a room in the terminal, and listening for other programs."""
