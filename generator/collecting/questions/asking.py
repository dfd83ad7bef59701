"""Questions about values, and what clerks answered to them before."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.campaign.fields import Field
from generator.campaign.settings import Settings
from generator.checks.meaning import say_the_same
from generator.checks.values.people import sameness
from generator.collecting.found import BY_ANSWER, BY_CLERK, Question, State, Value
from generator.collecting.projects.merging import Difference
from generator.collecting.values.understanding import LEFT_EMPTY, understood
from generator.composing.filling.words import words_of

CHECKED = "已核对"
KEEP, TAKE = "保留", "改用"
LOOK_AT_IT = f"请打开原表核对，需要的内容请补进 applications.xlsx；核对好了请选“{CHECKED}”。"
_ENDS = ":。.,;"  # as `sameness` leaves them
_MANY = 4  # likely answers that are not named in the question itself
_TYPE_IT = "请在答复里填写正确的内容。"
_PICK_IT = "请在答复里选一项，或填写正确的内容。"


@dataclass
class Asking:
    """The questions of a run so far, open ones and those that were answered; `answers` by the key of their question.

    `typed` is what a clerk has entered in the workbook, by number of the project, of the completer or 0, and field.
    `formerly` are the numbers that one had before, under which it was asked then; `listed` are the keys of the
    questions that a clerk had before him last.
    """

    settings: Settings
    answers: Mapping[str, str]
    typed: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    formerly: Mapping[str, Sequence[str]] = field(default_factory=dict)
    listed: Collection[str] = ()
    open: list[Question] = field(default_factory=list)
    answered: list[Question] = field(default_factory=list)
    _moved: dict[str, str] = field(default_factory=dict)  # answers given under former numbers

    def ask(self, question: Question) -> None:
        """Keep the question, as answered where it has an answer; one that is there already only once."""
        known = {one.key for one in (*self.open, *self.answered)}
        if question.key not in known:
            (self.answered if question.answer else self.open).append(question)

    def value(self, value: Value, of: Field, number: str, completer: int = 0, before: Value | None = None) -> Value:
        """The value, as it was answered where it is asked; else its question is kept.

        What was answered `before` stands, also where the papers say otherwise now: that is asked.
        """
        if (number, completer, of.key) in self.typed:
            return self.by_clerk(value, of, number, completer)
        about = _about(value, of, number, completer)
        if value.state is State.ASK:
            key = self._key_of("value", number, str(completer), of.key, value.raw)
            if before and key not in self.listed and not self._answer(key):
                return self._stands(value, before, of, about, completer)
            return self._asked(value, of, replace(about, key=key))
        if value.note:
            key = self._key_of("note", number, of.key, value.note)
            answer = self._answer(key)
            self.ask(replace(about, key=key, understood=value.note, fix=LOOK_AT_IT, choices=(CHECKED,), answer=answer))
        if before and value.how != BY_ANSWER and not self._agree(value.text, before.text, of):
            return self._stands(value, before, of, about, completer)
        return value

    def _agree(self, one: str, other: str, of: Field) -> bool:
        if not one or not other:
            return not one  # a paper that says nothing says nothing else
        return say_the_same(one, other, of, words_of(of, self.settings))

    def _answer(self, key: str) -> str:
        return self._moved.get(key) or self.answers.get(key, "")

    def _key_of(self, kind: str, number: str, *parts: str) -> str:
        """The key of a question about the project; what was answered under a former number counts for this one."""
        key = _key(kind, number, *parts)
        for old in () if key in self.answers or key in self.listed else self.formerly.get(number, ()):
            if answer := self.answers.get(_key(kind, old, *parts), ""):
                self._moved[key] = answer
        return key

    def _stands(self, value: Value, before: Value, of: Field, about: Question, completer: int) -> Value:
        """What was answered before; that the papers say otherwise now is asked, and nothing changed unasked."""
        key = self._key_of("stands", about.project, str(completer), of.key, value.text, value.raw)
        keep = f"{KEEP}：{before.text or LEFT_EMPTY}"
        other = (value.text,) if value.text else [text for text in value.guess if text != before.text]
        takes = {f"{TAKE}：{text}": text for text in other}
        pick, wrong, own = picked(self._answer(key), (keep, *takes)), "", said_value(before, value)
        if pick in takes:
            own = value if value.text else said_value(Value(takes[pick]), value)
        elif not pick:
            found, wrong = self._said(key, of)
            own = said_value(found, value) if found is not None else own
            pick = self._answer(key) if found is not None else ""
        self.ask(
            replace(
                about,
                key=key,
                understood=f"{wrong}以前答复的是“{before.text or LEFT_EMPTY}”，没有动它；表上现在写的不一样。",
                fix=f"不改的请选“{KEEP}”；要改的请在答复里选，或填写正确的内容。",
                choices=(keep, *takes),
                answer=pick,
            )
        )
        return own

    def _asked(self, value: Value, of: Field, about: Question) -> Value:
        """The value as it was answered; else it stays open, and the question says why an answer cannot be used."""
        said, wrong = self._said(about.key, of)
        choices = value.guess if of.required or LEFT_EMPTY in value.guess else (*value.guess, LEFT_EMPTY)
        likely = f"可能是：{'；'.join(value.guess)}" if 0 < len(value.guess) < _MANY else ""
        self.ask(
            replace(
                about,
                understood=f"{wrong}{value.how}{likely}",
                fix=value.fix or (_PICK_IT if choices else _TYPE_IT),
                choices=choices,
                answer=self._answer(about.key) if said is not None else "",
            )
        )
        return said_value(said, value) if said is not None else value

    def by_clerk(self, value: Value, of: Field, number: str, completer: int = 0) -> Value:
        """What a clerk has entered in the workbook; where a form says otherwise, that is asked, and nothing changed."""
        typed = self.typed[number, completer, of.key]
        own = replace(
            value, text=typed, state=State.NORMALISED if typed else State.BLANK, how=BY_CLERK, guess=(), note=""
        )
        words = words_of(of, self.settings)
        if not value.text or say_the_same(value.text, typed, of, words):
            return own
        key = self._key_of("clerk", number, str(completer), of.key, typed, value.text)
        keep, take = f"{KEEP}：{typed or LEFT_EMPTY}", f"{TAKE}：{value.text}"
        said = self._answer(key).strip()
        meant = {sameness(typed or LEFT_EMPTY): keep, sameness(value.text): take}.get(sameness(said), "")
        answer = picked(said, (keep, take)) or meant
        wrong = _refused(said, of, f"只能选“{KEEP}”或“{TAKE}”，要填别的请直接改 applications.xlsx。") if said else ""
        self.ask(
            replace(
                _about(value, of, number, completer),
                key=key,
                understood=("" if answer else wrong)
                + f"applications.xlsx 里人工填的是“{typed or LEFT_EMPTY}”，没有动它。",
                fix="要改用表上写的，请在答复里选；不改的请选“保留”。",
                choices=(keep, take),
                answer=answer,
            )
        )
        return value if answer == take else own

    def difference(
        self, one: Difference, of: Field, label: str, value: Value, number: str, before: Value | None = None
    ) -> Value:
        """The value of the form, or what was answered to the question that a list says otherwise, also `before`."""
        key = self._key_of("differ", number, one.key, one.form.text, one.row.text)
        answer, (first, second) = self._answer(key), one.sources
        question = Question(
            key,
            number,
            label,
            one.row.spot,
            f"{first}：{one.form.text}；{second}：{one.row.text}",
            f"已填：{one.form.text}",
            f"已填{first}上的；要用{second}上的，请在答复里选，或填写正确的内容。",
            (one.form.text, one.row.text),
            one.row.around,
            answer,
            of.personal,
        )
        if answer and "+" in one.key:  # several fields: the clerk types each of them in the workbook
            self.ask(question)
            return value
        found, wrong = self._said(key, of)
        if found is None and before and before.text and not self._agree(value.text, before.text, of):
            question, value = _of_before(question, before), said_value(before, value)
        self.ask(
            replace(question, answer=answer if found is not None else "", understood=f"{wrong}{question.understood}")
        )
        return value if found is None or not found.text else said_value(found, value)

    def _said(self, key: str, of: Field) -> tuple[Value | None, str]:
        """What was answered, None where nothing was, or it is no value of the field; then with the reason."""
        answer = self._answer(key).strip()
        if not answer:
            return None, ""
        if answer == LEFT_EMPTY:
            return Value(), ""
        found = understood(answer, of, words_of(of, self.settings))
        if found.state is State.ASK:
            return None, _refused(answer, of, found.how)
        return found, ""


def picked(answer: str, choices: Sequence[str]) -> str:
    """The choice that is meant, empty where that is not sure; blanks and width do not count, its word is enough."""
    if answer in choices:
        return answer
    bare = sameness(answer).strip(_ENDS)
    same = [one for one in choices if bare and bare == sameness(one).strip(_ENDS)]
    begun = [one for one in choices if bare and bare == sameness(one.partition("：")[0])]
    found = same or begun
    return found[0] if len(found) == 1 else ""


def _refused(answer: str, of: Field, why: str) -> str:
    return f"答复{'' if of.personal else f'“{answer[:30]}”'}不能用：{why}"


def _of_before(question: Question, before: Value) -> Question:
    """The question about a difference where what was answered before stands."""
    choices = tuple(dict.fromkeys((before.text, *question.choices)))
    fix = "以前答复的没有动；请在答复里选一项，或填写正确的内容。"
    return replace(question, understood=f"已填：{before.text}（以前答复的）", fix=fix, choices=choices)


def _about(value: Value, of: Field, number: str, completer: int) -> Question:
    """The beginning of a question about a value."""
    whose = f"第{completer}名其他完成人" if completer else ""
    label = f"{whose}{of.label}"
    around = "" if "".join(value.around.split()) in "".join(value.raw.split()) else value.around
    return Question("", number, label, value.spot, value.raw, "", "", around=around, personal=of.personal)


def said_value(said: Value, value: Value) -> Value:
    """The value as a clerk answered it, with the place of the one that was asked."""
    return replace(
        value, text=said.text, state=State.NORMALISED if said.text else State.BLANK, how=BY_ANSWER, guess=(), fix=""
    )


def _key(*parts: str) -> str:
    """The key of a question: the same whenever the same is asked."""
    kind, *others = parts
    return f"{kind}|{hashlib.sha256(chr(0).join(others).encode()).hexdigest()[:20]}"
