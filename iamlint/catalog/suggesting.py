"""Did you mean: near names, only looked for when a finding is about to be shown."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .questions import Catalog

CUTOFF = 0.72
PRINCIPAL_CUTOFF = 0.85
CALL_CUTOFF = 0.9
_VERB = re.compile(r"([A-Za-z][a-z]+)([A-Z].*)", re.DOTALL)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def near(word: str, names: Sequence[str], limit: int, cutoff: float = CUTOFF) -> tuple[str, ...]:
    """The names most like a word, best first; case does not count."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word.lower())
    ranked = []
    for name in names:
        matcher.set_seq1(name.lower())
        if matcher.real_quick_ratio() < cutoff or matcher.quick_ratio() < cutoff:
            continue
        ratio = matcher.ratio()
        if ratio >= cutoff:
            ranked.append((-ratio - shared_words(word, name), abs(len(name) - len(word)), name))
    return tuple(name for _, _, name in sorted(ranked)[:limit])


def is_slip(one: str, other: str) -> bool:
    """They differ in one character: another, one more or less, or two in the other order."""
    least = min(len(one), len(other))
    start = next((n for n in range(least) if one[n] != other[n]), least)
    end = next((n for n in range(least - start) if one[-1 - n] != other[-1 - n]), least - start)
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])


def shared_words(one: str, other: str) -> float:
    """A little for the same words in another order or number: GetObjectTags, GetObjectTagging."""
    ours, theirs = words(one), words(other)
    return 0.2 * len(ours & theirs) / max(len(ours | theirs), 1)


def words(name: str) -> frozenset[str]:
    """`GetObjects` → get, object; by capitals, plurals folded."""
    return frozenset(word.lower().rstrip("s") for word in _WORDS.findall(name))


def actions_like(catalog: Catalog, name: str, limit: int) -> tuple[str, ...]:
    """Of the service first; the same action of another service when this one has none like it."""
    prefix, _, rest = name.partition(":")
    if not rest:
        return tuple(elsewhere(catalog, "", prefix, limit))
    if not catalog.has_service(prefix):
        return from_like_services(catalog, prefix, rest, limit)
    service = prefix.lower()
    own = tuple(action.partition(":")[2] for action in catalog.actions(service))
    renamed = [*by_another_verb(catalog, rest, own), *behind_call(catalog, service, rest)]
    found = [f"{service}:{action}" for action in merged((*renamed, *near(rest, own, limit)), limit)]
    if renamed:
        return tuple(found)
    others = elsewhere(catalog, prefix, rest, limit)
    return merged((*others, *found) if not _sure(rest, found) else (*found, *others), limit)


def behind_call(catalog: Catalog, service: str, word: str) -> list[str]:
    """The names of the actions behind a call of the API that is nearly the word."""
    calls = {
        row["api"].partition(":")[2]: row["actions"]
        for row in catalog.table("api_names")
        if row["api"].startswith(f"{service}:")
    }
    return [
        name.partition(":")[2]
        for call in near(word, list(calls), 1, CALL_CUTOFF)
        for name in calls[call]
        if name.startswith(f"{service}:")
    ]


def by_another_verb(catalog: Catalog, word: str, names: Iterable[str]) -> list[str]:
    """The names that are the word but for a verb of like meaning: `CreateItem` is `PutItem`."""
    match = _VERB.match(word)
    if match is None:
        return []
    verb, noun = match.groups()
    verbs = {
        other.lower()
        for row in catalog.table("verb_synonyms")
        if verb.lower() in map(str.lower, row["verbs"])
        for other in row["verbs"]
    }
    wanted = {verb + noun.lower() for verb in verbs}
    return [name for name in names if name.lower() in wanted]


def services_like(catalog: Catalog, prefix: str, limit: int) -> tuple[str, ...]:
    """What the SDK or the guide calls so, then prefixes of a like name."""
    lower = prefix.lower()
    meant = [row["service"] for row in catalog.table("service_synonyms") if row["written"] == lower]
    return merged((*meant, *near(lower, sorted(catalog.services), limit)), limit)


def from_like_services(catalog: Catalog, prefix: str, rest: str, limit: int) -> tuple[str, ...]:
    """The service is misspelt: the same action of a service of a like name, else of any."""
    like = catalog.suggest_services(prefix, 3)
    exact = [f"{service}:{rest}" for service in like if catalog.action(f"{service}:{rest}")]
    loose = [found for service in like for found in actions_like(catalog, f"{service}:{rest}", 1)]
    canonical = [action.name for action in map(catalog.action, [*exact, *loose]) if action]
    return merged((*canonical, *elsewhere(catalog, prefix, rest, limit)), limit)


def elsewhere(catalog: Catalog, prefix: str, rest: str, limit: int) -> list[str]:
    """Actions of just this name in other services. Where too many services have it, those of the
    services that most policies are about."""
    every = catalog.actions_called(rest)
    same = [name for name in every if name.partition(":")[0] != prefix.lower()]
    if prefix and len(same) > limit:
        common = [row["service"] for row in catalog.table("service_reach")]
        same = [name for name in same if name.partition(":")[0] in common]
        same.sort(key=lambda name: common.index(name.partition(":")[0]))
    if prefix:  # `rds:Connect` is `rds-db:connect`
        same.sort(key=lambda name: not name.startswith(f"{prefix.lower()}-"))
    return same[:limit]


def keys_like(catalog: Catalog, name: str, limit: int) -> tuple[str, ...]:
    """Keys of the same prefix first, then `aws:` keys of a like name."""
    prefix, _, rest = name.partition(":")
    if prefix.lower() == "aws":
        return near(name, [key.name for key in catalog.global_keys], limit)
    own = [key.name for key in catalog.keys_of(prefix)]
    same = [key.name for key in catalog.global_keys if key.name.lower() == f"aws:{rest.lower()}"]
    return merged((*same, *near(name, own, limit)), limit)


def principals_like(catalog: Catalog, name: str, limit: int) -> tuple[str, ...]:
    """Known service principals of a like name; what all end in does not count."""
    suffix = ".amazonaws.com"
    known = {
        row["principal"].removesuffix(suffix): row["principal"]
        for row in catalog.table("service_principals")
    }
    stem = name.lower().removesuffix(".cn").removesuffix(suffix)
    return tuple(known[found] for found in near(stem, list(known), limit, PRINCIPAL_CUTOFF))


def merged(names: Iterable[str], limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:limit]


def _sure(rest: str, found: Sequence[str]) -> bool:
    """The best is so like the word that another service is not meant."""
    from difflib import SequenceMatcher

    if not found:
        return False
    best = found[0].partition(":")[2]
    return SequenceMatcher(None, rest.lower(), best.lower(), autojunk=False).ratio() >= 0.85
