"""The ladder over random years: never more than four, never after completion, never on a closed day, nobody twice."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audits.chasing.default import DEFAULT
from audits.chasing.rules import HAD_FOUR, HELD_BACK, after, day_of, plan_ahead, plan_of_day
from audits.chasing.types import Board, Chased, History, Ladder, Reader, Step
from lscp_portal.calendar.working_days import is_working_day, working_days_after, working_days_between

DUE = date(2026, 12, 2)  # a Wednesday; 20 working days after it is 4 January 2027
ONE = timedelta(days=1)
CYCLE, DSL, HEAD, CHAIR, GOVERNOR = 1, 11, 12, 13, 14
ROLES = {"dsl": (DSL,), "head": (HEAD,), "chair": (CHAIR,), "link_governor": (GOVERNOR,)}


def audit(number=1, **changes):
    return Chased(
        **{
            "audit_id": number, "school_id": number, "cycle_id": CYCLE, "urn": 900000 + number,
            "school": f"School {number:02}", "state": "in_progress", "due_on": DUE, "opened_on": date(2026, 9, 14),
            "holders": ROLES, **changes,
        }
    )  # fmt: skip


def board_of(*audits, ladder=DEFAULT, unreachable=(), **history):
    people = {person for one in audits for held in one.holders.values() for person in held}
    readers = {p: Reader(p, f"Person {p}", "account is closed" if p in unreachable else "") for p in people}
    return Board(ladder, list(audits), readers, History(**history))


def whole_year(board, *, start=date(2026, 9, 14), days=250, each_day=lambda _day, board: board):
    """Letters and tasks by day, as the worker would make them: (day, person, step, audits)."""
    letters, tasks = [], []
    for offset in range(days):
        day = start + offset * ONE
        board = each_day(day, board)
        plan = plan_of_day(day, board)
        letters += [(day, one.person_id, one.step.key, [a.audit_id for a, _ in one.about]) for one in plan.letters]
        tasks += [(day, a.audit_id, step.key) for a, step in plan.tasks]
        board = after(plan, board)
    return letters, tasks


def test_the_default_ladder_on_its_days():
    letters, tasks = whole_year(board_of(audit()))
    assert [(str(day), person, step) for day, person, step, _audits in letters] == [
        ("2026-11-04", DSL, "before-20"),
        ("2026-11-18", DSL, "before-10"),
        ("2026-11-27", DSL, "before-3"),
        ("2026-12-03", DSL, "after-1"),
        ("2026-12-09", HEAD, "after-5"),
        ("2026-12-16", CHAIR, "after-10"),
    ]
    assert [(str(day), step) for day, _audit, step in tasks] == [
        ("2027-01-04", "after-20-call"),
        ("2027-01-04", "after-20-letter"),
    ]


def test_school_holidays_do_not_count_and_nothing_goes_out_in_them():
    half_term = frozenset(date(2026, 10, 26) + n * ONE for n in range(5))
    letters, _tasks = whole_year(board_of(audit(due_on=date(2026, 11, 4), closed=half_term)))
    assert [str(day) for day, *_rest in letters[:3]] == ["2026-09-30", "2026-10-14", "2026-10-23"]
    assert not {day for day, *_rest in letters} & half_term


def test_a_day_closed_at_short_notice_moves_the_step_to_the_next_open_day():
    snow = frozenset({date(2026, 12, 3)})
    letters, _tasks = whole_year(
        board_of(audit()),
        each_day=lambda day, board: with_all(board, closed=snow) if day == date(2026, 12, 3) else board,
    )
    assert [str(day) for day, _p, step, _a in letters if step == "after-1"] == ["2026-12-04"]


def with_all(board, **changes):
    return replace(board, chased=[replace(one, **changes) for one in board.chased])


def test_after_a_gap_only_the_latest_step_goes_out():
    late = plan_of_day(date(2026, 12, 14), board_of(audit()))
    assert [(one.person_id, one.step.key) for one in late.letters] == [(HEAD, "after-5")]
    later = plan_of_day(date(2027, 1, 4), board_of(audit()))
    assert (later.letters, [step.key for _audit, step in later.tasks]) == ([], ["after-20-call", "after-20-letter"])


def test_steps_from_before_the_school_was_asked_are_left_out():
    asked = audit(opened_on=date(2026, 11, 18))
    letters, _tasks = whole_year(board_of(asked))
    assert letters[0][2] == "before-3"


def test_whoever_has_the_return_now_is_written_to():
    for state, readers in {
        "invited": [DSL, DSL, DSL, DSL, HEAD, CHAIR],
        "internal_check": [HEAD, HEAD, HEAD, HEAD],  # and after four no more: the chair hears of it all the same
        "head_signed": [CHAIR] * 4,
    }.items():
        letters, _tasks = whole_year(board_of(audit(state=state)))
        found = [person for _day, person, *_rest in letters]
        assert found[: len(readers)] == readers
    letters, _tasks = whole_year(board_of(audit(state="internal_check")))
    assert letters[-1][1:3] == (CHAIR, "after-10")


def test_it_stops_at_once_when_the_return_is_in():
    for state in ("submitted", "in_review", "reviewed", "feedback_issued", "acknowledged", "closed"):
        assert whole_year(board_of(audit(state=state))) == ([], [])


def test_a_head_who_is_also_dsl_gets_each_step_once_and_four_in_all():
    both = audit(holders={"dsl": (DSL,), "head": (DSL,), "chair": (CHAIR,)})
    together = Step(key="both", offset=2, channel="email", roles=("dsl", "head"), subject="x", text="x")
    letters, _tasks = whole_year(board_of(both, ladder=Ladder(1, (*DEFAULT.steps, together))))
    assert Counter(person for _day, person, *_rest in letters) == {DSL: 4, CHAIR: 1}
    plan = plan_of_day(date(2026, 12, 4), board_of(both, ladder=Ladder(1, (together,))))
    assert len(plan.letters) == 1


def test_somebody_of_several_schools_gets_one_letter_with_the_words_of_the_furthest_step():
    one, other = audit(1), audit(2, due_on=working_days_after(DUE, -4))
    shared = {"dsl": (DSL,)}
    plan = plan_of_day(date(2026, 11, 27), board_of(replace(one, holders=shared), replace(other, holders=shared)))
    [letter] = plan.letters
    assert letter.step.key == "after-1"
    assert [(a.audit_id, step.key) for a, step in letter.about] == [(1, "before-3"), (2, "after-1")]


def test_reasons_are_said_and_schools_without_a_reader_are_stuck():
    day = date(2026, 12, 16)  # the chair's
    nobody = plan_of_day(day, board_of(audit(holders={"dsl": (DSL,)})))
    assert [silence.reason for silence in nobody.silences] == ["no chair has an account"]
    assert len(nobody.stuck) == 1
    closed = plan_of_day(day, board_of(audit(), unreachable={CHAIR}))
    assert [(s.person_id, s.reason) for s in closed.silences] == [(CHAIR, "account is closed")]
    assert len(closed.stuck) == 1
    four = plan_of_day(day, board_of(audit(), counts={(CYCLE, CHAIR): 4}))
    assert [s.reason for s in four.silences] == [HAD_FOUR]
    assert len(four.stuck) == 1
    held = plan_of_day(day, board_of(audit(held=frozenset({("after-10", CHAIR)}))))
    assert ([s.reason for s in held.silences], held.stuck) == ([HELD_BACK], [])
    paused = plan_of_day(day, board_of(audit(paused_until=day, paused_because="Flood")))
    assert [s.reason for s in paused.silences] == ["paused until 16 December 2026: Flood"]
    assert (paused.letters, paused.stuck) == ([], [])
    assert plan_of_day(day + ONE, board_of(audit(paused_until=day, paused_because="Flood"))).letters


def test_a_letter_held_back_from_one_still_goes_to_the_other():
    two = audit(holders={"dsl": (DSL, 99)}, held=frozenset({("before-3", DSL)}))
    plan = plan_of_day(date(2026, 11, 27), board_of(two))
    assert [letter.person_id for letter in plan.letters] == [99]


def test_a_look_ahead_plays_the_days_between():
    board = board_of(audit())
    assert plan_ahead(date(2026, 11, 30), board, today=date(2026, 11, 24)).letters == []  # gone on 27 November
    assert len(plan_ahead(date(2026, 11, 27), board, today=date(2026, 11, 24)).letters) == 1


def test_a_due_date_on_a_closed_day_has_its_step_on_the_next_open_one():
    assert day_of(date(2026, 12, 25), 0, frozenset()) == date(2026, 12, 29)  # the 28th is a bank holiday
    assert day_of(DUE, 0, frozenset()) == DUE


DAYS = st.integers(0, 200).map(lambda n: date(2026, 9, 1) + n * ONE)
BLOCKS = st.lists(st.tuples(DAYS, st.integers(1, 15)), max_size=6).map(
    lambda blocks: frozenset(first + n * ONE for first, length in blocks for n in range(length))
)
PEOPLE = st.lists(st.integers(1, 5), max_size=2, unique=True).map(tuple)
STATES = st.sampled_from(["invited", "in_progress", "internal_check", "head_signed"])
LADDERS = st.lists(
    st.tuples(
        st.integers(-25, 25),
        st.sampled_from(["email", "email", "email", "call", "letter"]),
        st.lists(st.sampled_from(["dsl", "deputy_dsl", "head", "chair", "link_governor"]), min_size=1, unique=True),
    ),
    min_size=1, max_size=12, unique_by=lambda one: one[0],
).map(
    lambda rows: Ladder(1, tuple(
        Step(key=f"s{n}", offset=offset, channel=channel, roles=tuple(roles), subject="x", text="x")
        for n, (offset, channel, roles) in enumerate(sorted(rows))
    ))
)  # fmt: skip


@st.composite
def schools(draw):
    number, made = draw(st.integers(1, 4)), []
    for n in range(number):
        opened = draw(DAYS)
        made.append(
            audit(
                n, cycle_id=draw(st.integers(1, 2)), due_on=opened + draw(st.integers(1, 90)) * ONE, opened_on=opened,
                state=draw(STATES), closed=draw(BLOCKS),
                holders={role: draw(PEOPLE) for role in ("dsl", "deputy_dsl", "head", "chair", "link_governor")},
            )
        )  # fmt: skip
    return made


EVENTS = st.lists(
    st.tuples(
        DAYS,
        st.integers(0, 3),
        st.sampled_from(["submit", "extend", "pause", "sign", "closed today", "other people", "hold"]),
        PEOPLE,
    ),
    max_size=12,
)


def happen(board, day, events):
    """The board after what people did on this day."""
    chased = list(board.chased)
    for when, number, what, people in events:
        if when != day or number >= len(chased):
            continue
        one = chased[number]
        chased[number] = {
            "submit": lambda one=one: replace(one, state="submitted"),
            "extend": lambda one=one: replace(one, due_on=one.due_on + 14 * ONE),
            "pause": lambda one=one: replace(one, paused_until=day + 10 * ONE),
            "sign": lambda one=one: one if one.state == "submitted" else replace(one, state="head_signed"),
            "closed today": lambda one=one: replace(one, closed=one.closed | {day}),
            "other people": lambda one=one, people=people: replace(one, holders={**one.holders, "dsl": people}),
            "hold": lambda one=one: replace(one, held=one.held | {("s1", 1)}),
        }[what]()
    readers = {p: Reader(p, str(p), "closed" if p == 5 else "") for p in range(1, 6)}
    return replace(board, chased=chased, readers=readers)


def overdue(board):
    """As if every step were long due and nothing had been done: those in peace are left so now too."""
    return replace(
        with_all(board, opened_on=date(2026, 1, 5), due_on=date(2026, 6, 1), sent=frozenset(), tasks=frozenset()),
        history=History(),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schools(), LADDERS, EVENTS, BLOCKS)
def test_over_random_calendars_and_histories(audits, ladder, events, worker_away):
    board = board_of(*audits, ladder=ladder)
    told, steps, listed = Counter(), Counter(), Counter()
    for offset in range(330):
        day = date(2026, 9, 1) + offset * ONE
        board = happen(board, day, events)
        if day in worker_away:
            continue
        plan = plan_of_day(day, board)
        assert plan == plan_of_day(day, replace(board, chased=board.chased[::-1]))  # the same, in whatever order
        now = {one.audit_id: one for one in board.chased}
        for letter in plan.letters:
            told[letter.cycle_id, letter.person_id] += 1
            for one, step in letter.about:
                steps[one.audit_id, step.key, letter.person_id] += 1
                assert is_working_day(day, closed=one.closed)  # never on a closed day
                assert now[one.audit_id].state != "submitted"  # never after completion
                assert not one.paused_until or day > one.paused_until
                assert letter.person_id != 5  # whose address does not work
        listed.update((one.audit_id, step.key) for one, step in plan.tasks)
        assert len({(one.cycle_id, one.person_id) for one in plan.letters}) == len(plan.letters)  # one letter a day
        late = plan_of_day(day, overdue(board))
        for one, _step in [pair for letter in late.letters for pair in letter.about] + late.tasks:
            assert is_working_day(day, closed=one.closed)
            assert one.state != "submitted"
            assert not one.paused_until or day > one.paused_until
        board = after(plan, board)
        again = plan_of_day(day, board)
        assert (again.letters, again.tasks) == ([], [])  # twice a day sends nothing more
        hurried = plan_of_day(day, with_all(board, due_on=day - ONE))  # nor two letters, whatever changes at noon
        assert not {(one.cycle_id, one.person_id) for one in plan.letters} & {
            (one.cycle_id, one.person_id) for one in hurried.letters
        }
    assert max(told.values(), default=0) <= 4
    assert max(steps.values(), default=0) <= 1  # nobody twice
    assert max(listed.values(), default=0) <= 1


@given(DAYS, st.integers(-25, 25).filter(bool), st.frozensets(DAYS, max_size=30))
def test_a_step_counts_open_days_only(due_on, offset, closed):
    day = day_of(due_on, offset, closed)
    assert is_working_day(day, closed=closed)
    first, last = sorted((day, due_on))
    counted = working_days_between(first, last, closed=closed)
    start_counts = offset < 0 and not is_working_day(due_on, closed=closed)
    assert counted in ({abs(offset), abs(offset) - 1} if start_counts else {abs(offset)})
