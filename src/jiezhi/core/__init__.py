"""Pure rules: no framework, no input or output, no clock, no chance. Time and codes come in as arguments."""
