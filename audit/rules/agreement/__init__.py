"""Places where a post says what it is, compared with each other."""
