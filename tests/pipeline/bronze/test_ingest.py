"""Raw files are taken in once, wholly, with every line accounted for."""

from typing import Any

import pytest

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import MappingError

HEADER = "event_date,event_type,journey_type,description\n"
ONE = HEADER + "2026-11-01,holiday,,All Saints\n"
KEPT = [("2026-11-01", "holiday")]

FILES = {
    "plain": (ONE, KEPT, []),
    "no line end at the end": (ONE.rstrip(), KEPT, []),
    "byte order mark": (b"\xef\xbb\xbf" + ONE.encode(), KEPT, []),
    "windows line ends": (ONE.replace("\n", "\r\n"), KEPT, []),
    "mixed line ends": (
        ONE.replace("\n", "\r\n") + "2026-11-02,release,,x\n2026-11-03,outage,,y\r\n",
        [("2026-11-01", "holiday"), ("2026-11-02", "release"), ("2026-11-03", "outage")],
        [],
    ),
    "capitals and spaces in the header": (ONE.replace("event_type", " Event_TYPE "), KEPT, []),
    "columns in another order": ("description,journey_type,event_type,event_date\nx,,holiday,2026-11-01\n", KEPT, []),
    "one column more": (
        "event_date,event_type,journey_type,description,extra\n2026-11-01,holiday,,x,1\n",
        KEPT,
        [],
    ),
    "columns without a name": (
        "event_date,event_type,journey_type,description,,\n2026-11-01,holiday,,x,,\n",
        KEPT,
        [],
    ),
    "truncated last line": (ONE + "2026-11-02,rel", KEPT, [("2026-11-02,rel", "missing_fields", False)]),
    "a field too many": (ONE + "2026-11-02,a,b,c,d\n", KEPT, [("2026-11-02,a,b,c,d", "extra_fields", False)]),
    "only bad lines": (HEADER + "2026-11-02\n", [], [("2026-11-02", "missing_fields", True)]),
    "not utf-8": (
        ONE.encode() + "2026-11-02,release,,café\n".encode("latin-1"),
        KEPT,
        [("2026-11-02,release,,caf?", "invalid_encoding", False)],
    ),
    "not utf-8 in the header": ("event_date,événement\n1,2\n".encode("latin-1"), [], [("", "invalid_encoding", True)]),
    "empty": ("", [], [("", "no_header", True)]),
    "header only": (HEADER, [], [("", "no_rows", True)]),
    "half a header only": ("event_date,event_type\n", [], [("", "no_rows", True)]),
    "a column twice": (ONE.replace("journey_type", "event_type"), [], [("", "duplicate_column", True)]),
    "a column renamed": (
        ONE.replace("event_type", "event_typ"),
        [],
        [("2026-11-01,holiday,,All Saints", "missing_column", True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_every_line_is_taken_in_or_kept_aside_and_a_second_run_writes_nothing(home: Any, kind: str) -> None:
    content, rows, rejected = FILES[kind]
    home.put("business_calendar.csv", content)
    home.take_in()
    assert home.calendar() == rows
    assert home.rejected() == rejected
    before = home.version("business_calendar_raw"), home.version("rejected_lines")
    again = home.take_in()
    assert (again.new, again.changed, again.rows, again.rejected) == ([], [], 0, {})
    assert (home.version("business_calendar_raw"), home.version("rejected_lines")) == before


def test_an_unterminated_quote_keeps_the_lines_before_it(home: Any) -> None:
    home.put("business_calendar.csv", ONE + '2026-11-02,release,,"never closed\n2026-11-03,outage,,x\n')
    home.take_in()
    assert home.calendar() == KEPT
    [(line, reason, whole_file)] = home.rejected()
    assert (reason, whole_file) == ("unterminated_quote", False)
    assert line.startswith('2026-11-02,release,,"never closed')


def test_quoted_values_may_hold_delimiters_quotes_and_line_breaks(home: Any) -> None:
    home.put("business_calendar.csv", ONE + '2026-11-02,release,,"a, ""b""\nc"\n')
    home.take_in()
    assert home.calendar("description") == [("All Saints",), ('a, "b"\nc',)]


def test_a_renamed_column_is_named_with_its_nearest_neighbour(home: Any) -> None:
    home.put("business_calendar.csv", ONE.replace("event_type", "event_typ"))
    home.take_in()
    [(detail,)] = home.rejected("detail")
    assert detail == "no column event_type in the header. Did you mean 'event_typ'?"


def test_files_in_folders_are_known_by_their_place(home: Any) -> None:
    home.put("business_calendar/2026/11.csv", ONE)
    home.put("business_calendar/2026/12.csv", ONE.replace("-11-", "-12-"))
    found = home.take_in()
    assert found.new == ["business_calendar/2026/11.csv", "business_calendar/2026/12.csv"]
    assert home.calendar("event_date, source_file") == [
        ("2026-11-01", "business_calendar/2026/11.csv"),
        ("2026-12-01", "business_calendar/2026/12.csv"),
    ]


def test_files_with_different_headers_and_in_small_batches_are_all_taken_in(home: Any) -> None:
    for number in range(1, 6):
        extra = ("", "") if number % 2 else (",more", ",1")
        content = ONE.replace("description\n", f"description{extra[0]}\n").replace("Saints\n", f"Saints{extra[1]}\n")
        home.put(f"business_calendar/{number}.csv", content)
    assert home.take_in(batch_bytes=150).rows == 5
    assert len(home.calendar()) == 5


def test_a_changed_file_replaces_its_rows_and_its_rejected_lines(home: Any) -> None:
    home.put("business_calendar/a.csv", ONE + "bad\n")
    home.put("business_calendar/b.csv", ONE)
    home.take_in()
    home.put("business_calendar/a.csv", ONE.replace("holiday", "outage"))
    found = home.take_in()
    assert (found.new, found.changed) == ([], ["business_calendar/a.csv"])
    assert home.calendar("event_type, source_file") == [
        ("holiday", "business_calendar/b.csv"),
        ("outage", "business_calendar/a.csv"),
    ]
    assert home.rejected() == []


@pytest.mark.parametrize("worse", ["", HEADER, ONE.replace("event_type", "x")])
def test_a_file_that_gets_worse_loses_its_rows_and_one_that_gets_better_gains_them(home: Any, worse: str) -> None:
    home.put("business_calendar.csv", ONE)
    home.take_in()
    home.put("business_calendar.csv", worse)
    home.take_in()
    assert home.calendar() == []
    assert [whole_file for *_, whole_file in home.rejected()] == [True]
    home.put("business_calendar.csv", ONE)
    home.take_in()
    assert home.calendar() == KEPT
    assert home.rejected() == []


def test_rows_of_a_file_that_was_moved_away_stay(home: Any) -> None:
    home.put("business_calendar.csv", ONE).unlink(home.take_in())
    assert home.calendar() == KEPT


@pytest.mark.parametrize("before_commit", [1, 2])
def test_a_killed_intake_is_repaired_by_the_next(home: Any, monkeypatch: Any, before_commit: int) -> None:
    home.put("business_calendar/a.csv", ONE + "bad\n")
    home.take_in()
    home.put("business_calendar/a.csv", ONE.replace("holiday", "outage") + "worse\n")
    home.put("business_calendar/b.csv", ONE + "bad too\n")
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedEngine, "save", killed_before(before_commit))
        with pytest.raises(KeyboardInterrupt):
            home.take_in()
    home.take_in()
    assert home.calendar() == [("2026-11-01", "holiday"), ("2026-11-01", "outage")]
    assert home.rejected("line") == [("bad too",), ("worse",)]


def killed_before(commit: int) -> Any:
    """An engine's save that dies before its n-th commit."""
    save, commits = EmbeddedEngine.save, iter(range(1, 100))

    def dying(self: EmbeddedEngine, *given: Any) -> Any:
        if next(commits) == commit:
            raise KeyboardInterrupt
        return save(self, *given)

    return dying


MAPPING = """
sources:
  business_calendar:
    files: "*.txt"
    delimiter: ";"
    encoding: {encoding}
    columns:
      event_date: day
      event_type: {{value: {kind}}}
      description: what
"""


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252", "utf-16", "cp850", "utf-8"])
def test_any_encoding_is_read(home: Any, encoding: str) -> None:
    home.map(MAPPING.format(encoding=encoding, kind="release"))
    home.put("a.txt", "day;what\r\n2026-11-01;Größe à café\r\n".encode(encoding))
    home.take_in()
    assert home.calendar("event_date, event_type, description") == [("2026-11-01", "release", "Größe à café")]
    assert not list((home.path / "state" / "reading").iterdir())


def test_bytes_that_an_encoding_does_not_have_set_their_line_aside(home: Any) -> None:
    home.map(MAPPING.format(encoding="windows-1252", kind="release"))
    home.put("a.txt", b"day;what\n2026-11-01;\x80 5\n2026-11-02;\x81\n")
    home.take_in()
    assert home.calendar("description") == [("€ 5",)]
    assert home.rejected("reason") == [("invalid_encoding",)]


def test_another_mapping_takes_files_in_anew(home: Any) -> None:
    home.put("a.txt", "day;what\n2026-11-01;x\n")
    home.map(MAPPING.format(encoding="utf-8", kind="release"))
    home.take_in()
    home.map(MAPPING.format(encoding="utf-8", kind="outage") + "# a comment is no change\n")
    assert home.take_in().changed == ["a.txt"]
    assert home.calendar() == [("2026-11-01", "outage")]
    home.map(MAPPING.format(encoding="utf-8", kind="outage"))
    assert home.take_in().changed == []


def test_files_that_a_mapping_no_longer_names_lose_their_rows(home: Any) -> None:
    home.put("business_calendar.csv", ONE + "bad\n")
    home.take_in()
    home.put("a.txt", "day;what\n2026-11-01;x\n")
    home.map(MAPPING.format(encoding="utf-8", kind="release"))
    found = home.take_in()
    assert (found.new, found.let_go) == (["a.txt"], ["business_calendar.csv"])
    assert home.calendar() == [("2026-11-01", "release")]
    assert home.rejected() == []
    assert home.take_in().let_go == []


TWO_INPUTS = """
sources:
  member_profiles:
    - {files: "clicks*.csv", distinct: true, columns: {member_id: who, gender: sex, plan_type: {value: MAPD}}}
    - {files: "*calls.csv", distinct: true, columns: {member_id: caller, plan_type: {value: MAPD}}}
"""


def test_members_come_out_of_the_rows_of_several_files(home: Any) -> None:
    home.map(TWO_INPUTS)
    home.put("clicks.csv", "who,sex\n1,f\n1,f\n2,m\n2,f\n")
    home.put("calls.csv", "caller\n1\n3\n3\n")
    assert home.take_in("member_profiles").rows == 5
    rows = home.rows("member_profiles_raw", "member_id, gender, source_file")
    assert rows == [
        ("1", "f", "clicks.csv"),
        ("1", None, "calls.csv"),
        ("2", "f", "clicks.csv"),
        ("2", "m", "clicks.csv"),
        ("3", None, "calls.csv"),
    ]
    assert home.take_in("member_profiles").let_go == []


def test_a_file_that_two_inputs_claim_is_an_error(home: Any) -> None:
    home.map(TWO_INPUTS)
    home.put("clicks_and_calls.csv", "who,sex\n1,f\n")
    with pytest.raises(MappingError, match=r"two inputs of member_profiles claim clicks_and_calls\.csv"):
        home.take_in("member_profiles")


def test_a_header_without_a_mapped_column_sets_the_file_aside(home: Any) -> None:
    home.map(MAPPING.format(encoding="utf-8", kind="release"))
    home.put("a.txt", "Day;Wat\n2026-11-01;x\n")
    home.take_in()
    assert home.rejected("reason, detail") == [("missing_column", "no column what in the header. Did you mean 'wat'?")]
