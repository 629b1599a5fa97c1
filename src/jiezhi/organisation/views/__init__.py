"""The lists of a street on screen."""
