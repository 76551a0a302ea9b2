"""How IAM decides: one request (`decide`), and all of them (`symbolic`). No files, no printing."""
