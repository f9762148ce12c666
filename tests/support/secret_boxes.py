"""The box in which tests seal secrets."""

from cryptography.fernet import Fernet

from tenantry.storage.encryption import SecretBox

SECRET_BOX = SecretBox(Fernet.generate_key().decode())
