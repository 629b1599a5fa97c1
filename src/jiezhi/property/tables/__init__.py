"""Tables of property governance: contracts that come in, records that leave, and lists of units that are counted."""
