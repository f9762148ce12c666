"""Mail: an outbox in the database, and the senders that empty it.

Whoever has something to tell people calls `store.add` in its own transaction, so a mail exists
exactly when what it tells of does; `sending` takes what is due out of the outbox and hands it to
a sender, again later where that fails.  What a mail says is written by the capability that sends
it.  Start at `messages`.
"""
