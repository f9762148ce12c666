"""The engine at work: the steps of a cycle, which read, write and wait; the rules are beside it."""
