"""What made-up residents say: fragments per matter, and a grammar that puts them together."""
