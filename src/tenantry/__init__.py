"""Tenantry: a self-hosted, multitenant identity directory that speaks Microsoft Graph."""
