# Copied from overlays/python/artificer/processing/__init__.py; edit it there.
"""What is done here, without a request."""
