"""Catalogs, packages, policies, requests, assignments and connected organizations as rows."""
