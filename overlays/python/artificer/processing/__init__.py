"""What is done here, without a request."""
