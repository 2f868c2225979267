"""Everything around the code: the templates for AWS, and the tools for a laptop."""
