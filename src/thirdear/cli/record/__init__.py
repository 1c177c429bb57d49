"""The record at the command line: carried out and in, checked, opened anew."""
