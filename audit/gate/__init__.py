"""What counts, and whether a run passes."""
