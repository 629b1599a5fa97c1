"""Reading what residents write: which matter it is about, what is the same thing twice, what many speak of."""
