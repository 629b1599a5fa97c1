"""The burden meter: what the office's own forms cost, by process and never by person."""
