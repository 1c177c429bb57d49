"""Transcripts of sessions that were held elsewhere: read in, and followed line by line."""
