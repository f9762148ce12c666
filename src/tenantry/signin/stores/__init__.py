"""SQL of sign-in beside `store`: what clients prove, and what people leave with them."""
