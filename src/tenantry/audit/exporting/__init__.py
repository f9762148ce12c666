"""Export of the logs to systems that collect them, in order and each entry at least once.

Seals are numbered in the order of commits, so the number of the last seal that a destination
took is all there is to remember (`stores.watermarks`).  `sending` brings what is new, `files`,
`syslog` and `webhooks` are the destinations.  What an entry looks like is said by whoever
starts an export; start at `records`.
"""
