"""What acts on documents of identity providers; `documents` alone imports the SAML library."""
