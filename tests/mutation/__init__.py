"""Sound templates, what becomes of them when one thing in them is changed, and what is found of it.

    python -m tests.mutation

`sound/` has a file, or a folder of stacks, for each pattern, `estates/` a repository of several
documents, accounts and guardrails. Each operator is applied at every place that it fits, those of
`guards` to repositories. A line `# equivalent: OPERATOR SITE  reason` in a template or an
`iamlint.toml` says of which mutants its documents still allow all that is asked for, or that nothing
in view asks for what is gone; the linter is never asked for that. `# alarm: RULE  message` is said of
what is sound, until somebody mends it.
"""
