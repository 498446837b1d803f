"""What `nox -s bench` runs: ratios against a peer measured in the same run."""
