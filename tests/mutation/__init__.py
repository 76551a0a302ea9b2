"""Sound templates, what becomes of them when one thing in them is changed, and what is found of it.

    python -m tests.mutation

`sound/` has a file, or a folder of stacks, for each pattern. Each operator (`operators`) is applied
at every place that it fits. A line `# equivalent: OPERATOR SITE  reason` in a template says of
which mutants its documents still allow all that is asked for; the linter is never asked for that.
"""
