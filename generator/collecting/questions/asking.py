"""Questions about values, and what clerks answered to them before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.campaign.fields import Field
from generator.campaign.settings import Settings
from generator.checks.meaning import say_the_same
from generator.collecting.found import BY_ANSWER, BY_CLERK, Question, State, Value
from generator.collecting.projects.merging import Difference
from generator.collecting.values.understanding import LEFT_EMPTY, understood
from generator.composing.filling.words import words_of

CHECKED = "已核对"
LOOK_AT_IT = f"请打开原表核对，需要的内容请补进 applications.xlsx；核对好了请选“{CHECKED}”。"
_MANY = 4  # likely answers that are not named in the question itself
_TYPE_IT = "请在答复里填写正确的内容。"
_PICK_IT = "请在答复里选一项，或填写正确的内容。"


@dataclass
class Asking:
    """The questions of a run so far, open ones and those that were answered; `answers` by the key of their question.

    `typed` is what a clerk has entered in the workbook, by number of the project, of the completer or 0, and field.
    """

    settings: Settings
    answers: Mapping[str, str]
    typed: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    open: list[Question] = field(default_factory=list)
    answered: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> None:
        """Keep the question, as answered where it has an answer; one that is there already only once."""
        known = {one.key for one in (*self.open, *self.answered)}
        if question.key not in known:
            (self.answered if question.answer else self.open).append(question)

    def value(self, value: Value, of: Field, number: str, completer: int = 0) -> Value:
        """The value, as it was answered where it is asked; else its question is kept."""
        if (number, completer, of.key) in self.typed:
            return self.by_clerk(value, of, number, completer)
        about = _about(value, of, number, completer)
        if value.state is State.ASK:
            return self._asked(value, of, replace(about, key=_key("value", number, str(completer), of.key, value.raw)))
        if value.note:
            key = _key("note", number, of.key, value.note)
            answer = self.answers.get(key, "")
            self.ask(replace(about, key=key, understood=value.note, fix=LOOK_AT_IT, choices=(CHECKED,), answer=answer))
        return value

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
                answer=self.answers.get(about.key, "") if said is not None else "",
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
        key = _key("clerk", number, str(completer), of.key, typed, value.text)
        answer, keep, take = self.answers.get(key, "").strip(), f"保留：{typed}", f"改用：{value.text}"
        self.ask(
            replace(
                _about(value, of, number, completer),
                key=key,
                understood=f"applications.xlsx 里人工填的是“{typed}”，没有动它。",
                fix="要改用表上写的，请在答复里选；不改的请选“保留”。",
                choices=(keep, take),
                answer=answer if answer in (keep, take) else "",
            )
        )
        return value if answer == take else own

    def difference(self, one: Difference, of: Field, label: str, value: Value, number: str) -> Value:
        """The value of the form, or what was answered to the question that a list says otherwise."""
        key = _key("differ", number, one.key, one.form.text, one.row.text)
        answer = self.answers.get(key, "")
        question = Question(
            key,
            number,
            label,
            one.row.spot,
            f"申报表：{one.form.text}；汇总表：{one.row.text}",
            f"已填：{one.form.text}",
            "已填申报表上的；要用汇总表上的，请在答复里选，或填写正确的内容。",
            (one.form.text, one.row.text),
            one.row.around,
            answer,
            of.personal,
        )
        if answer and "+" in one.key:  # several fields: the clerk types each of them in the workbook
            self.ask(question)
            return value
        found, wrong = self._said(key, of)
        self.ask(
            replace(question, answer=answer if found is not None else "", understood=f"{wrong}{question.understood}")
        )
        return value if found is None or not found.text else said_value(found, value)

    def _said(self, key: str, of: Field) -> tuple[Value | None, str]:
        """What was answered, None where nothing was, or it is no value of the field; then with the reason."""
        answer = self.answers.get(key, "").strip()
        if not answer:
            return None, ""
        if answer == LEFT_EMPTY:
            return Value(), ""
        found = understood(answer, of, words_of(of, self.settings))
        if found.state is State.ASK:
            return None, f"答复“{'' if of.personal else answer[:30]}”不能用：{found.how}"
        return found, ""


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
