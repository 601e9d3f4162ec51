"""Open Graph and cards."""
