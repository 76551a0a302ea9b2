"""The nouns: policies and their parts, identities, resources, and what ties them."""
