"""The record as WordPress hands it over, and its text."""
