"""What leaves the program: a plain dict first, then JSON or HTML from it."""
