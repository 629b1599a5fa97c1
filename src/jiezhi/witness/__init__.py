"""The heads of the audit's chains, kept outside the database, so that a cut or remade tail shows."""
