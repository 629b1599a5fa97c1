"""The lists as table files: written out, and read back with every row matched by what it names."""
