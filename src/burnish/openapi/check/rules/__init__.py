"""Rules that a meta-schema cannot state. Each is a function of the survey and the report."""
