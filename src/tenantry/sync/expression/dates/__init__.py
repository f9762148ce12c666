"""Dates as .NET has them: moments of 100 nanoseconds, and the strings that write and read them.

`moments` has the value, `texts` the few spellings that are read without a format, `formats`
.NET's format strings.  Whatever names a time zone is brought to UTC; what names none is taken
as UTC.
"""
