"""The questions that buttons ask: with lists, with the last answer, asked again on a wrong one."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar, cast

from xlpy.book.cells.periodwords import read_said
from xlpy.book.tables import Tables
from xlpy.core.issues import UsageError, XlpyError
from xlpy.core.periods import Month, Period, Quarter, Year, month_of
from xlpy.core.roster import stranger
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.desk.desk import Desk
from xlpy.jobs.department import load_all
from xlpy.jobs.nextmonth import next_month
from xlpy.messages.words import Words

Said = TypeVar("Said")
CLOSER = "closer"
"""Under which name the person who closes at this computer is remembered."""
_CLOSING_ROLES = ("manager", "accountant")
"""Whom the question who closes proposes first."""


NO_OTHERS: Mapping[str, Text] = MappingProxyType({})


class Cancelled(Exception):
    """The person would rather not."""


class Questions:
    """What every button can ask. A question's key names it for those who answer by program, and
    under it the last answer is remembered on this computer.
    """

    desk: Desk
    now: Callable[[], datetime]

    @property
    @abstractmethod
    def words(self) -> Words:
        """What puts messages into words."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the button is called."""

    @property
    @abstractmethod
    def reading(self) -> Tables:
        """The open workbook."""

    def ask(self, key: str, said: Text, default: str = "", options: Sequence[str] = ()) -> str:
        """Ask for a line of text, `options` being offered. Raises Cancelled."""
        if answer := _answer(self, key, self.words(said), default, options):
            return answer
        raise Cancelled

    def ask_maybe(
        self, key: str, said: Text, options: Sequence[str] = (), default: str = ""
    ) -> str:
        """Ask for a line of text that may stay empty. Raises Cancelled when the person calls it
        off.
        """
        return _answer(self, key, self.words(said), default, options)

    def ask_read(
        self,
        key: str,
        said: Text,
        read: Callable[[str], Said],
        default: str = "",
        options: Sequence[str] = (),
    ) -> Said:
        """What is read from the answer. One that cannot be read is asked about again, with why,
        until it is repeated. Raises Cancelled, and what `read` raises.
        """
        prompt, before = self.words(said), None
        asked = prompt
        while True:
            answer = _answer(self, key, asked, default, options)
            try:
                return read(answer)
            except XlpyError as failure:
                if answer == before:
                    raise
                before, asked = answer, f"{self.words.failure(failure, most=3)}\n{prompt}"

    def ask_known(
        self,
        key: str,
        said: Text,
        known: Collection[str],
        default: str,
        chosen: str = "",
        remembers: bool = True,
    ) -> str:
        """Ask for one of what there is, which is offered; another answer is asked about again,
        with the nearest proposed, until it is repeated: then its job says what is wrong.

        `chosen` is proposed, else the last answer where it is there, else `default`. Raises
        Cancelled.
        """
        options, folded = list(known), {each.casefold(): each for each in known}
        last = settings.remembered(key) if remembers else ""
        default = chosen or (last if last in known else default)
        prompt, before = self.words(said), None
        answer = _required(self, key, prompt, default, options)
        while answer not in known and answer != before:
            near = get_close_matches(answer.casefold(), folded, 1)
            why = self.words(Text(f"没有“{answer}”。", f'There is no "{answer}". '))
            before, proposed = answer, folded[near[0]] if near else default
            answer = _required(self, key, f"{why}\n{prompt}", proposed, options)
        if remembers and answer in known:
            settings.remember(key, answer)
        return answer

    def ask_choice(
        self,
        key: str,
        said: Text,
        choices: Mapping[str, Text],
        default: str,
        also: Mapping[str, Text] = NO_OTHERS,
    ) -> str:
        """Ask for one of some choices, names by key, which are offered; its key. `also`: those that
        are understood and not offered, so that the job says why not. Raises Cancelled, UsageError
        for what is none of them.
        """
        labels = {each: self.words(names, " ") for each, names in choices.items()}

        def read(answer: str) -> str:
            if not answer:
                raise Cancelled
            wanted = answer.casefold()
            for each, names in {**also, **choices}.items():
                if wanted in map(str.casefold, (each, *names, self.words(names, " "))):
                    return each
            zh, en = zip(*choices.values(), strict=True)
            raise UsageError(
                Text(
                    f"没有“{answer}”，可以写：{'、'.join(zh)}",
                    f'there is no "{answer}"; there are {", ".join(en)}',
                )
            )

        return self.ask_read(key, said, read, labels.get(default, default), list(labels.values()))

    def ask_why(self, said: Text) -> str:
        """Ask for a reason, which must be one. Raises Cancelled, UsageError."""

        def read(answer: str) -> str:
            if answer:
                return answer
            raise UsageError(Text("请写明原因", "say why"))

        return self.ask_read("reason", said, read)

    def ask_period(
        self,
        said: Text,
        default: Period | None,
        options: Sequence[Period] = (),
        kind: type | None = None,
    ) -> Period:
        """Ask for a period, of a kind where one is given. Raises Cancelled, UsageError for what is
        none.
        """

        def read(answer: str) -> Period:
            if not answer:
                raise Cancelled
            period = self._period(answer)
            _refuse_other(period, kind)
            return period

        offered = [str(each) for each in options]
        return self.ask_read("period", said, read, str(default or ""), offered)

    def ask_month(self, said: Text, default: Month | None, options: Sequence[Month] = ()) -> Month:
        """Ask for a month. Raises Cancelled, UsageError for what is none."""
        return cast(Month, self.ask_period(said, default, options, Month))

    def month_said(self, text: str) -> Month:
        """The month that a text names, as people write it. Raises UsageError for what is none."""
        period = self._period(text)
        _refuse_other(period, Month)
        return cast(Month, period)

    def _period(self, text: str) -> Period:
        today = self.now().date()
        return read_said(text, month_of(today), lambda: next_month(self.reading, today)).period

    def people(self) -> list[str]:
        """The names of the staff table who are still here."""
        today = self.now().date()
        staff = load_all(self.reading, ("staff",)).records["staff"]
        return [row.name for row in staff if row.left is None or row.left >= today]

    def ask_person(self, said: Text, key: str = "by") -> str:
        """Ask for the person who does it: the last answer is proposed, then the program's own user
        where the staff table has them. Raises Cancelled.
        """
        people = self.people()
        return self.ask_known(key, said, people, _proposed(self, people))

    def closer(self) -> str:
        """Who closes at this computer: a person of the staff table, asked once and remembered.
        Raises Cancelled, UsageError while the staff table has nobody.
        """
        people = self.people()
        if not people:
            raise UsageError(
                Text("员工表里没有在职的人", "the staff table has nobody who is still here")
            )
        kept = settings.remembered(CLOSER)
        return kept if kept in people else self.ask_closer(people)

    def ask_closer(self, people: Sequence[str]) -> str:
        """Ask who closes at this computer, and remember it. Raises Cancelled, UsageError for who
        is not in the staff table.
        """

        def read(answer: str) -> str:
            if not answer:
                raise Cancelled
            if answer not in people:
                raise stranger(answer, people)
            return answer

        kept = settings.remembered(CLOSER)
        name = self.ask_read(
            "by",
            Text(
                "谁在这台电脑上结账？只问一次，记在结账表里；以后在“设置”里改。",
                "Who closes at this computer? Asked once, kept with each close; Set up changes it.",
            ),
            read,
            kept if kept in people else _proposed(self, people),
            people,
        )
        settings.remember(CLOSER, name)
        return name


def names_of(choices: Iterable[tuple[str, str]]) -> dict[str, Text]:
    """Choices of a column as a question takes them: their English name is their key."""
    return {key: Text(zh, key) for key, zh in choices}


def _answer(work: Questions, key: str, prompt: str, default: str, options: Sequence[str]) -> str:
    """What the person types, stripped. Raises Cancelled when they call it off."""
    answer = work.desk.ask(key, work.title, prompt, default, options)
    if answer is None:
        raise Cancelled
    return answer.strip()


def _required(work: Questions, key: str, prompt: str, default: str, options: Sequence[str]) -> str:
    if answer := _answer(work, key, prompt, default, options):
        return answer
    raise Cancelled


def _proposed(work: Questions, people: Sequence[str]) -> str:
    """The program's own user where they are of the staff, else the first who may close."""
    if work.desk.user in people or not people:
        return work.desk.user
    staff = load_all(work.reading, ("staff",)).records["staff"]
    ranked = [row.name for role in _CLOSING_ROLES for row in staff if row.role == role]
    return next((name for name in ranked if name in people), people[0])


_OTHER_KIND = {
    Month: Text("”不是月份，请写 2012-07", '" is no month; write one such as 2012-07'),
    Quarter: Text("”不是季度，请写 2012-Q3", '" is no quarter; write one such as 2012-Q3'),
    Year: Text("”不是年份，请写 2012", '" is no year; write one such as 2012'),
}
"""What is said of a period that is not of the kind asked for."""


def _refuse_other(period: Period, kind: type | None) -> None:
    if kind is not None and not isinstance(period, kind):
        zh, en = _OTHER_KIND[kind]
        raise UsageError(Text(f"“{period}{zh}", f'"{period}{en}'))
