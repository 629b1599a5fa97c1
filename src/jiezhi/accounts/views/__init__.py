"""The pages of signing in, and a person's own page."""
