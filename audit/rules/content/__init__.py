"""Headings, links in the text, body."""
