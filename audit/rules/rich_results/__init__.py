"""What search engines ask of structured data."""
