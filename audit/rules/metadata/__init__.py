"""Title, description, robots and hreflang."""
