"""Sponsor and spam links."""
