"""Importers: what a file of another system says, as values that an operation can write.

Start with `reading.read_users`; a file comes in as bytes, and what it says comes out together
with everything that could not be read::

    bytes → reading (which format?) → csv_template | ldif | graph_json → gathering → ImportReading

`gathering` is the one place where a person is judged (`properties`: limits and forms; external
users; repetitions).  `managers` is the second step, once everybody of the file is known.  Only
`importing` knows a database and a tenant; the rest is pure.

A cross-tenant access policy takes the same two steps: `policy_json` reads what Graph exported,
`policy_importing` says what it would change in a tenant and makes it so.
"""
