"""Screens of scorecards, figures and briefs."""
