"""The first conversation: who is likely to benefit, who needs a human first, and how to begin."""
