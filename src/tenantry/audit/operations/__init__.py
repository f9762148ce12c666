"""What is done with whole logs: verifying their seals, and forgetting what is old."""
