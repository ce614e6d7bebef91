"""What is worked out once: attributes that an object works out when they are first asked for."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as kept
else:

    class kept:
        """The decorator of such an attribute. `functools.cached_property` takes a lock each time,
        up to Python 3.11; an order has some twenty of them.
        """

        def __init__(self, work: Any):
            self.work = work
            self.name = work.__name__
            self.__doc__ = work.__doc__

        def __get__(self, of: Any, owner: Any = None) -> Any:
            if of is None:
                return self
            found = of.__dict__[self.name] = self.work(of)
            return found


__all__ = ["kept"]
