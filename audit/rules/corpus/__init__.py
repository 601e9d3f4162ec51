"""What only several posts show."""
