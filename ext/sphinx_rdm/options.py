"""From the text of an option to its value; a value that cannot be used is a ``ValueError`` with its reason."""

from __future__ import annotations

from collections.abc import Callable

from .records.wording import unknown

Value = str | int | tuple[str, ...]
"""What becomes of the text of an option."""


class Options(dict[str, Value]):
    """The values of the options of a directive, as far as they can be used."""

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Those of an option that takes several."""
        value = self.get(name, default)
        assert isinstance(value, tuple)
        return value

    def text(self, name: str, default: str = "") -> str:
        """That of an option that takes one."""
        return str(self.get(name, default))

    def count(self, name: str) -> int | None:
        """That of an option that takes a number."""
        value = self.get(name)
        assert value is None or isinstance(value, int)
        return value


def words(argument: str) -> tuple[str, ...]:
    """Several values, separated by commas."""
    values = tuple(word.strip() for word in argument.replace("\n", ",").split(",") if word.strip())
    if not values:
        raise ValueError("a value is missing; write one or several, separated by commas")
    return values


def text(argument: str) -> str:
    """A text, without the blanks around it."""
    if not argument.strip():
        raise ValueError("a text is missing; write one, or leave the option out")
    return argument.strip()


def flag(argument: str) -> bool:
    """True: an option that only needs to be there."""
    if argument.strip():
        raise ValueError(f"it takes no value, found '{argument.strip()}'")
    return True


def choice(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """A check that a value is one of the *allowed* ones."""

    def check(argument: str) -> str:
        value = argument.strip()
        if value not in allowed:
            raise ValueError(unknown("value", value, allowed))
        return value

    return check


def count(argument: str) -> int:
    """A whole number from 1."""
    value = argument.strip()
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"expected a whole number from 1, found '{value}'")
    return int(value)
