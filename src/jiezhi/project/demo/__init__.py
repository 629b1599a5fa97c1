"""A made-up street to look at: people, places and requests that never existed."""
