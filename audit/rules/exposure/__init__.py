"""What a post gives away."""
