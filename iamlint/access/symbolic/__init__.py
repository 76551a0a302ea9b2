"""Reasoning over all requests at once.

A set of policies is a Boolean formula over statements; a statement holds when its action,
resource, principal and conditions do. These are independent dimensions, and each of them has only
finitely many ways (*rows*) of making statements hold and fail together. Trying every combination
of rows answers any question about all requests exactly, and every positive answer comes with the
request that shows it.
"""
