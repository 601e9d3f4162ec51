"""Canonical addresses."""
