"""The rows of the logs besides `audit.store`, which writes the directory audit."""
