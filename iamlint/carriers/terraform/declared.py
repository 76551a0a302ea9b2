"""The identities and resources that a plan declares or looks up."""

from __future__ import annotations

from iamlint.model.things import Identity, Resource
from iamlint.text.hints import TYPE_CHECKING

from .naming import identity_kind, service_type

if TYPE_CHECKING:
    from iamlint.text.holes import Text

    from .addresses import ModulePath
    from .plan import Instance
    from .reader import Context


KEY = "kms:key"
"""A key has AWS's default policy when nothing gives it another.
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"""


class Declared:
    """Makes things of instances and finds them again."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.identities: dict[str, Identity] = {}
        self.resources: dict[str, Resource] = {}
        self._named: dict[tuple[str, Text, ModulePath | None], Resource] | None = None

    def all(self) -> None:
        """Declare everything the table of types knows."""
        reading = self._context.reading
        for instance in self._context.plan.instances.values():
            if identity_kind(instance):
                identity = self._identity(instance)
                self.identities[instance.address] = identity
                reading.identities.append(identity)
            elif service_type(instance):
                resource = self._resource(instance)
                self.resources[instance.address] = resource
                reading.resources.append(resource)

    def _identity(self, instance: Instance) -> Identity:
        naming = self._context.naming
        place = self._context.providers.place(instance)
        identity = Identity(
            identity_kind(instance),
            naming.name(instance),
            naming.arn(instance),
            instance.node,
            instance.address,
            instance.type,
            place.account,
            place.region,
            created=instance.created,
            when=instance.when,
        )
        identity.properties = instance.values
        return identity

    def _resource(self, instance: Instance) -> Resource:
        naming = self._context.naming
        place = self._context.providers.place(instance)
        resource = Resource(
            service_type(instance),
            naming.arn(instance),
            naming.names(instance),
            instance.node,
            instance.address,
            instance.type,
            place.account,
            place.region,
            created=instance.created,
            when=instance.when,
        )
        resource.properties = instance.values
        resource.default_policy = resource.service_type == KEY
        return resource

    def resource(self, type: str, text: Text, instance: Instance) -> Resource:
        """The resource of a type that a text names in an instance: one of the same module where
        there is one; one that is not created here when the plan has none.
        """
        named = self._by_name()
        found = named.get((type, text, instance.module)) or named.get((type, text, None))
        if found is None:
            found = self._elsewhere(type, text, instance)
            self._context.reading.resources.append(found)
            named[type, text, None] = found
        return found

    def _by_name(self) -> dict[tuple[str, Text, ModulePath | None], Resource]:
        """The first resource of each type and name, in each module and in all."""
        if self._named is None:
            self._named = {}
            for address, resource in self.resources.items():
                module = self._context.plan.instances[address].module
                for name in (*resource.names, resource.arn):
                    self._named.setdefault((resource.service_type, name, module), resource)
                    self._named.setdefault((resource.service_type, name, None), resource)
        return self._named

    def _elsewhere(self, type: str, text: Text, instance: Instance) -> Resource:
        place = self._context.providers.place(instance)
        naming = self._context.naming
        arn = naming.arn_of_type(type, text, instance)
        return Resource(
            type,
            arn,
            (text,),
            instance.node,
            instance.address,
            instance.type,
            place.account,
            place.region,
            created=False,
        )
