"""Pictures: hotlinks, alternative texts, sizes."""
