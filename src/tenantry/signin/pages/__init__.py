"""The pages of a sign-in: plain HTML that works without a script, in the language of the reader.

`rendering` fills the templates of `templates/` with texts of `catalogue/`, one module a
language; `languages` chooses which.  Nothing here decides anything.
"""
