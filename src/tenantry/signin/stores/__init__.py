"""SQL of sign-in beside `store`: what applications prove themselves by."""
