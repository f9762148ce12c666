"""What a caller can do: make packages, ask for them, decide; and what happens when time is up."""
