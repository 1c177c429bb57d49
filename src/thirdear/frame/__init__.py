"""Time, place and agreement: the hour, the first words, and where help is."""
