"""A session at the command line: for a person in the terminal, and for a program."""
