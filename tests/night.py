"""Whether this is the nightly run, which asks everything; the everyday run asks a part that the tree alone chooses."""

import os

IS_NIGHT = os.environ.get("JIEZHI_NIGHT") == "1"
