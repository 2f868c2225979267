"""Everything around the code: the templates that AWS reads, and the tools that run them on a laptop."""
