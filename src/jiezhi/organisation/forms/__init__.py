"""The lists as they are typed."""
