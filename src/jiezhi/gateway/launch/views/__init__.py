"""Pages of launches: the door, what a keeper sets, what a person agrees to."""
