"""Readings in, an understanding out: a pure fold that keeps the evidence for every statement."""
