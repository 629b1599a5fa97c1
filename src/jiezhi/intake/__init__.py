"""Files that come from outside and tables that leave: the office's daily bread, kept at the door."""
