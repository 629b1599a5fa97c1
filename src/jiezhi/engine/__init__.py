"""Columnar and numeric work without Django."""
