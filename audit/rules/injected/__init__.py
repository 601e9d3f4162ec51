"""Content that somebody else put there."""
