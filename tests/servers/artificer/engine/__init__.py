"""What does the work: models, batch jobs, chains, documents, keys, usage and search. Nothing here knows HTTP."""
