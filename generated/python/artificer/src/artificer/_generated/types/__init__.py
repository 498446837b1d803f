"""Generated modules whose place a hand-written one has taken."""
