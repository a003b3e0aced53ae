"""The list of codes: walked by keys, looked into, taken off from, unsure codings; what is in the project afterwards."""

from pathlib import Path

from tui_study import SAID, build, grid, screen_of, settled, transcript, type_keys, until

from qualcode.coding.session import CodingSession
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp

SIZE = (120, 36)
SMALL = (80, 24)


def codings(store: Store) -> list[tuple[int, str, bool]]:
    """(turn in which it starts, code, unsure) of every live coding, in order."""
    sql = """SELECT max(turn.number), code.key, coding.unsure FROM coding JOIN code ON code.id = coding.code_id
             JOIN turn ON turn.transcript_id = coding.transcript_id AND turn.start_char <= coding.start_char
             WHERE NOT coding.deleted GROUP BY coding.id ORDER BY 1, code.key"""
    return [(row[0], row[1], bool(row[2])) for row in store.reader.rows(sql)]


def put_spans(store: Store) -> None:
    """Ana's: barrier on all of turn 1 and on "the ward", trust on "ward was full"."""
    turn = store.reader.row("SELECT transcript_id, start_char, end_char FROM turn WHERE number = 1 ORDER BY transcript_id")
    assert turn is not None
    session = CodingSession(store, "ana")
    for code, start, end in (("barrier", 0, turn["end_char"] - turn["start_char"]), ("barrier", 9, 17), ("trust", 13, 26)):
        session.apply(turn["transcript_id"], code, turn["start_char"] + start, turn["start_char"] + end)


def side(app: CodingApp) -> str:
    """What stands right of the transcript."""
    return "\n".join(line[screen_of(app).codes.region.x - 1 :] for line in grid(app).split("\n"))


async def test_tab_and_arrows_choose_a_code_that_enter_puts_on(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["tab", "down", "down", "enter", "down", "enter", "escape", "down", "a"])
        await settled(pilot)
        assert codings(store) == [(1, "early", False), (1, "trust", False), (2, "access", False)]
        assert screen_of(app).pane.cursor == 2


async def test_code_keys_and_space_answer_in_the_list_of_codes_too(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["tab", "b", "space", "end", "enter", "backspace", "end"])
        await settled(pilot)
        assert "›  2  2. Late" in side(app)
        assert codings(store) == [(1, "barrier", False)]
        assert "▌CODES" in side(app)


async def test_what_the_chosen_code_means_is_shown_and_stays_after_esc(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "down")
        await pilot.pause()
        assert "What keeps people out." in side(app)
        assert "Not when: It is only slow." in " ".join(side(app).split())
        await pilot.press("escape", "down")
        await pilot.pause()
        assert "What keeps people out." in side(app)
        assert screen_of(app).pane.cursor == 2
        await pilot.press("1")
        await pilot.pause()
        assert "Stage (one of): 1. Early, 2. Late" in " ".join(side(app).replace("│", "").split())


async def test_a_long_meaning_is_read_on_in_a_small_terminal(tmp_path: Path) -> None:
    codes = [f"{{key: c{n}, name: Code {n}, definition: {'Words and words. ' * 30} END{n}}}" for n in range(3)]
    book = "title: Long\ncodes:\n" + "".join(f"  - {code}\n" for code in codes)
    with build(tmp_path / "long", transcript("P1", SAID), codebook=book) as store:
        app = CodingApp(store, "ana")
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("tab")
            await pilot.pause()
            assert "END0" not in side(app)
            assert "→ for more" in side(app)
            await pilot.press(*["right"] * 5)
            await pilot.pause()
            assert "END0" in side(app)
            assert "→ for more" not in side(app)
            await pilot.press("down")
            await pilot.pause()
            assert "Code 1" in side(app)
            assert "→ for more" in side(app)
        app.close()


async def test_four_hundred_codes_are_walked_found_and_seen(tmp_path: Path) -> None:
    book = "title: Big\ncodes:\n" + "".join(f"  - {{key: c{n}, name: Code number {n}}}\n" for n in range(400))
    with build(tmp_path / "big", transcript("P1", SAID), codebook=book) as store:
        app = CodingApp(store, "ana")
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("tab", "end", "up", "enter")
            await settled(pilot)
            assert "Code number 398" in side(app)
            assert "↑ 3" in side(app)
            await pilot.press("escape", "down", "semicolon", *"number 217", "enter")
            await settled(pilot)
            assert codings(store) == [(1, "c398", False), (2, "c217", False)]
            assert "Code number 217" in side(app).split("CODES")[1].split("───")[0]
            await pilot.press("semicolon")
            await pilot.pause()
            assert side(app).index("Code number 217") < side(app).index("Code number 398") < side(app).index("all others")
        app.close()


async def test_codes_of_an_earlier_day_are_the_recent_ones(store: Store) -> None:
    put_spans(store)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("semicolon", "enter")
        await settled(pilot)
        assert (2, "trust", False) in codings(store)
    app.close()


async def test_a_code_is_taken_off_by_its_letter_by_enter_or_not_at_all(store: Store) -> None:
    put_spans(store)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home", "minus")
        await pilot.pause()
        assert "“the ward”" in side(app)
        assert "“ward was full”" in side(app)
        await pilot.press("escape")
        await settled(pilot)
        assert len(codings(store)) == 3
        await pilot.press("minus", "t", "minus", "down", "enter")
        await settled(pilot)
        turn = screen_of(app).pen.turn
        assert [(c.code, c.end_char - c.start_char) for c in turn.codings] == [("barrier", len(turn.text))]
        assert codings(store) == [(1, "barrier", False)]
        await pilot.press("minus", "b", "minus")
        await settled(pilot)
        assert codings(store) == []
        assert "no code here to take off" in grid(app)
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await settled(pilot)
        assert len(codings(store)) == 3
    app.close()


async def test_the_list_of_what_to_take_off_swallows_letters_and_is_of_one_turn(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "t", "minus", "a", "space", "x")
        await settled(pilot)
        assert codings(store) == [(1, "barrier", False), (1, "trust", False)]
        assert screen_of(app).pane.cursor == 1
        assert "take off which?" in side(app)
        await pilot.click(screen_of(app).pane, offset=(30, 9))
        await pilot.pause()
        assert "take off which?" not in side(app)
        await pilot.press("home", "minus")
        await pilot.click(screen_of(app).codes, offset=(10, 2))
        await settled(pilot)
        assert codings(store) == [(1, "trust", False)]


async def test_unsure_is_said_of_the_code_under_attention_and_seen(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["b", "t", "U"])
        await settled(pilot)
        assert codings(store) == [(1, "barrier", False), (1, "trust", True)]
        assert "t  Trust?" in grid(app)
        assert "●?" in side(app)
        assert "trust unsure on turn 1" in grid(app)
        await pilot.press("U")
        await settled(pilot)
        assert codings(store) == [(1, "barrier", False), (1, "trust", False)]
        await pilot.press("backspace", "backspace", "ctrl+y")
        await settled(pilot)
        assert codings(store) == [(1, "barrier", False), (1, "trust", True)]


async def test_what_is_selected_has_its_own_codes_to_take_off_and_be_unsure_of(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "down", "t", "up", "right", "a", "U")
        await settled(pilot)
        assert codings(store) == [(1, "access", True), (1, "barrier", False), (2, "trust", False)]
        await pilot.press("escape", "U", "minus")
        await settled(pilot)
        assert codings(store) == [(1, "access", True), (1, "barrier", True), (2, "trust", False)]
        assert "“And”" in side(app)
        await pilot.press("escape", "right", "shift+down", "shift+down", "minus")
        await pilot.pause()
        assert "Trust" in side(app).split("which?")[1].split("───")[0]
        await pilot.press("t")
        await settled(pilot)
        assert codings(store) == [(1, "access", True), (1, "barrier", True)]


async def test_unsure_is_said_of_every_code_here_where_the_one_under_attention_is_not(store: Store) -> None:
    put_spans(store)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home", "minus", "b", "tab", "home", "escape", "U")
        await settled(pilot)
        assert codings(store) == [(1, "barrier", True), (1, "trust", True)]
        await pilot.press("down", "U")
        await settled(pilot)
        assert "no code here to be unsure of" in grid(app)
    app.close()


async def test_the_other_level_is_named_and_shown_at_once(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "2")
        assert [line[-1] for line in side(app).split("\n") if "Late" in line and "●" in line] == ["●"]
        await settled(pilot)
        assert "late instead of early on turn 1" in grid(app)
        assert codings(store) == [(1, "late", False)]


async def test_where_coders_differ_is_a_share_and_no_name(store: Store) -> None:
    ana, ben = CodingSession(store, "ana"), CodingSession(store, "ben")
    turns = store.reader.rows("SELECT id, transcript_id, start_char, end_char FROM turn WHERE number <= 8 ORDER BY id")[:8]
    for place, (_, transcript_id, start, end) in enumerate(turns):
        ana.apply(transcript_id, "barrier", start, end)
        if place:
            ben.apply(transcript_id, "trust" if place == 1 else "barrier", start, end)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "≠14%" in side(app))
        await pilot.press("tab", "home", "down")
        await pilot.pause()
        assert "≠ Coders differ on 14% of the 7 turns" in " ".join(side(app).replace("│", "").split())
        assert "ben" not in grid(app)
        assert "trust ≠" not in side(app)
    app.close()
