"""What sign-in and the API do with proofs: check them, register them, show and delete them."""
