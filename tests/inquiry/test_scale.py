"""Growing loads: the cost, where something changes, and the plot."""

from __future__ import annotations

import json
from decimal import Decimal

from data_platform.advisor import design
from data_platform.advisor.needs import resolve
from data_platform.inquiry.alternatives import changed
from data_platform.inquiry.plot import GUTTER, money, plot
from data_platform.inquiry.scale import CLOSE, factors, point, scale_path, scaled
from data_platform.inquiry.scale_text import scale_json, scale_text, times
from data_platform.interview.answers import Answers


def test_places_from_today_to_a_thousand():
    found = factors()
    assert (found[0], found[-1], len(found)) == (1.0, 1000.0, 31)
    assert list(found) == sorted(found)


def test_only_the_load_grows(shop, catalogue):
    needs = resolve(shop, catalogue)
    then = scaled(needs, 10)
    assert [one.volume for one in then.sources] == [one.volume * 10 for one in needs.sources]
    assert then.use_cases[0].users == needs.use_cases[0].users * 10
    assert then.peak_events == needs.peak_events * 10
    assert (then.cloud, then.team_size, then.raw_retention) == (
        needs.cloud,
        needs.team_size,
        needs.raw_retention,
    )
    assert scaled(needs, 1) == needs


def test_today_is_the_blueprint(shop, catalogue):
    path = scale_path(shop, catalogue, (1.0, 2.0))
    assert path.today.total == float(design(shop, catalogue).cost.total)
    blueprint = design(shop, catalogue)
    assert {d.need: d.choice for d in blueprint.decisions} == {
        need: held.technology for need, held in path.today.stack.items()
    }


def test_turns_lead_from_the_first_stack_to_the_last(shop, catalogue):
    path = scale_path(shop, catalogue)
    stack = {need: held.technology for need, held in path.today.stack.items()}
    for turn in path.turns:
        assert stack.get(turn.need, "") == turn.old
        stack[turn.need] = turn.new
    last = {need: held.technology for need, held in path.points[-1].stack.items()}
    assert {need: one for need, one in stack.items() if one} == last
    assert [one.factor for one in path.turns] == sorted(one.factor for one in path.turns)
    assert path.until(1) == []
    assert path.until(1000) == list(path.turns)


def test_a_turn_is_where_it_changes(shop, catalogue):
    path = scale_path(shop, catalogue)
    needs = resolve(shop, catalogue)
    turn = path.turns[0]
    before = point(needs, catalogue, turn.factor / (1 + 2 * CLOSE))
    after = point(needs, catalogue, turn.factor)
    assert before.stack.get(turn.need) is None or (before.stack[turn.need].technology == turn.old)
    assert after.stack[turn.need].technology == turn.new
    assert turn.why


def test_from_where_it_costs_more_than_the_budget(shop, catalogue):
    path = scale_path(shop, catalogue)
    assert path.budget == 2000
    assert path.over is not None
    assert path.over > 1
    needs = resolve(shop, catalogue)
    assert point(needs, catalogue, path.over).total > 2000
    low = scale_path(changed(shop, "budget", Decimal("0.01")), catalogue, (1.0, 10.0))
    assert low.over == 1
    assert scale_path(Answers(), catalogue, (1.0, 2.0)).over is None


def test_how_it_is_told(shop, catalogue):
    path = scale_path(shop, catalogue)
    text = "\n".join(scale_text(path))
    assert "FROM TODAY TO 1,000 TIMES THE LOAD" in text
    assert "1,000x" in text
    assert "The budget of $2,000 a month is enough up to" in text
    turn = path.turns[0]
    assert f"{turn.title}: {turn.old or 'none'} -> {turn.new or 'none'}"[:40] in text
    plain = scale_text(path, width=40, ascii_only=True)
    assert "\n".join(plain).isascii()
    assert max(map(len, plain)) <= 40
    value = json.loads(scale_json(path))
    assert len(value["points"]) == 31
    assert [one["factor"] for one in value["turns"]] == [one.factor for one in path.turns]


def test_factors_in_words():
    assert [times(one) for one in (1, 1.26, 9.96, 31.6, 1000)] == [
        "1x",
        "1.3x",
        "10x",
        "32x",
        "1,000x",
    ]


# -- the plot --------------------------------------------------------------------

RISING = [(1.0, 10.0), (10.0, 100.0), (100.0, 1000.0)]


def test_a_plot_fits_and_rises():
    lines = plot(RISING, 60, 9, ascii_only=True)
    assert max(map(len, lines)) <= 60
    curve = lines[:9]
    ends = [(line.find("*"), line.rfind("*")) for line in curve if "*" in line]
    assert ends[0][1] == 59  # the dearest is at the right, at the top
    assert ends[-1][0] == GUTTER
    assert curve[0].split("|")[0].strip() == "$1k"
    assert curve[-1].split("|")[0].strip() == "$10"
    assert "1x" in lines[-1]
    assert lines[-1].endswith("100x")


def test_braille_where_it_may_be():
    lines = plot(RISING, 60, 9)
    assert any("\u2800" < sign < "\u2900" for sign in "".join(lines))
    assert "└" in lines[9]


def test_marks_and_the_cursor_stand_under_their_places():
    lines = plot(RISING, 60, 6, marks=[10.0, 10.0, 100.0], cursor=10.0, ascii_only=True)
    axis, marks, scale = lines[6:]
    middle = axis.index("^")
    assert marks[middle] == "2"
    assert marks[59] == "1"
    assert abs(scale.index("10x") + 1 - middle) <= 1


def test_nothing_and_narrow_are_drawn_too():
    lines = plot([(1.0, 0.0), (10.0, 0.0)], 10, 1, ascii_only=True)
    assert len(lines) == 6
    assert any("*" in line for line in lines)


def test_money_in_few_cells():
    assert [money(10.0**n) for n in range(0, 10, 3)] == ["$1", "$1k", "$1M", "$1B"]
