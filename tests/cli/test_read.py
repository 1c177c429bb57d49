"""Reading transcripts: one bad line never costs the others, and every form says the same."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from tests.cli.running import Run, as_lines

from thirdear.cli.read import writers
from thirdear.cli.read.table import COLUMNS

TALK = [
    {"conversation": "a", "turn": 0, "speaker": "client", "text": "My boss shouted. I was angry."},
    {"conversation": "a", "turn": 1, "speaker": "therapist", "text": "What was the feeling?"},
    {"conversation": "a", "turn": 2, "speaker": "client", "text": "I hate him <b>&amp;</b>."},
]


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(as_lines(*TALK))
    return path


def test_files_are_read_in_the_order_they_are_named(run: Run, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("b.jsonl", "a.jsonl")]
    for path in names:
        path.write_bytes(as_lines({"speaker": "client", "text": path.name}))
    assert [line["text"] for line in run("read", *names).lines] == ["b.jsonl", "a.jsonl"]


BAD = [
    (b"not json", "it is not JSON"),
    (b'{"speaker": "client"}', 'it has no "text"'),
    (b'{"text": "the secret"}', 'it has no "speaker"'),
    (b'{"speaker": "dog", "text": "the secret"}', 'its "speaker" is not what it should be'),
    (b'["the secret"]', "it is not a JSON object"),
    (b'{"speaker": "client", "text": "the \xff secret"}', "it is not text in UTF-8"),
    (b'{"speaker": "client", "text": "x", "turn": -1}', "not a number of an utterance"),
    (b'{"speaker": "client", "text": "x", "session": 0}', "not a number from 1 on"),
    (b'{"speaker": "client", "text": "x", "more": ' + b"[" * 100_000, "nested too deeply"),
]


@pytest.mark.parametrize(("line", "why"), BAD, ids=range(len(BAD)))
def test_a_bad_line_is_named_and_the_rest_is_read(run: Run, line: bytes, why: str) -> None:
    ran = run("read", stdin=as_lines(TALK[0], b"", line, TALK[2]))
    assert [one["turn"] for one in ran.lines] == [0, 2]
    assert ran.status == 2
    assert ran.err.startswith("standard input, line 3: ")
    assert why in ran.err
    assert "secret" not in ran.err


def test_very_many_bad_lines_are_counted_rather_than_told(run: Run) -> None:
    ran = run("read", stdin=b"nonsense\n" * 500)
    assert ran.err.count("\n") < 110
    assert "400 more" in ran.err


UNREADABLE = [
    ("empty.jsonl", b"", "is empty"),
    ("blank.jsonl", b"\n\n", "is empty"),
    ("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text"),
    ("unmarked.jsonl", "{}".encode("utf-16-le"), "--encoding utf-16"),
    ("renamed.jsonl", b"PK\x03\x04word/document.xml", "save it as plain text"),
    ("empty.vtt", b"", "is empty"),
    ("none.vtt", b"00:01.000 --> 00:02.000\nhello\n", "is no WebVTT file"),
    ("none.srt", b"hello\n", "holds no cues"),
    ("none.cha", b"@Begin\n@End\n", "holds no main lines"),
    ("none.txt", b"We talked for an hour.\nIt was raining.\n", "names nobody who speaks"),
    ("none.csv", b"one,two\n1,2\n", "has no column known to hold the text"),
    ("picture.txt", b"GIF89a\0\0\0", "is not text"),
]


@pytest.mark.parametrize(("name", "content", "why"), UNREADABLE, ids=[u[0] for u in UNREADABLE])
def test_a_file_that_is_no_transcript_is_told_once(
    run: Run, tmp_path: Path, transcript: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run("read", tmp_path / name, transcript)
    assert (ran.status, len(ran.lines)) == (2, len(TALK))
    told = ran.err.splitlines()[0]
    assert name in told
    assert why in told


def test_a_byte_order_mark_is_passed_over(run: Run) -> None:
    ran = run("read", stdin=b"\xef\xbb\xbf" + as_lines(TALK[0]))
    assert (ran.status, len(ran.lines)) == (0, 1)


@pytest.mark.parametrize("name", ["a.docx", "a.PDF", "a.rtf"])
def test_documents_with_a_layout_are_not_pretended(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("hello")
    ran = run("read", tmp_path / name)
    assert (ran.status, ran.out) == (2, b"")
    assert "plain text" in ran.err


def test_paths_are_made_sure_of_before_anything_is_read(
    run: Run, tmp_path: Path, transcript: Path
) -> None:
    for missing, why in ((tmp_path / "none.jsonl", "There is no file"), (tmp_path, "is a folder")):
        ran = run("read", transcript, missing)
        assert (ran.status, ran.out) == (2, b"")
        assert why in ran.err


def test_csv_has_one_row_for_each_observation(run: Run, transcript: Path) -> None:
    observations = [
        (line["turn"], o["kind"], o["code"], str(o["start"]), o["quote"])
        for line in run("read", transcript).lines
        for o in line["observations"]
    ]
    rows = list(csv.DictReader(io.StringIO(run("read", "--format", "csv", transcript).text)))
    assert [
        (int(r["turn"]), r["kind"], r["code"], r["start"], r["quote"]) for r in rows
    ] == observations
    assert {r["conversation"] for r in rows} == {"a"}
    assert all(isinstance(json.loads(r["attributes"]), dict) for r in rows)


def test_parquet_is_the_same_table(
    run: Run, transcript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(writers, "ROWS_OF_A_GROUP", 2)
    ran = run("read", "--format", "parquet", "--out", tmp_path / "t.parquet", transcript)
    assert (ran.status, ran.out) == (0, b"")
    table = parquet.read_table(tmp_path / "t.parquet")
    rows = list(csv.DictReader(io.StringIO(run("read", "--format", "csv", transcript).text)))
    assert table.column_names == list(rows[0])
    assert table["quote"].to_pylist() == [row["quote"] for row in rows]
    assert table["start"].to_pylist() == [int(row["start"]) for row in rows]
    assert table["client"].to_pylist() == [None] * len(rows)
    assert parquet.ParquetFile(tmp_path / "t.parquet").num_row_groups > 1


def test_parquet_to_standard_output_is_the_same_file(
    run: Run, transcript: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow")
    run("read", "--format", "parquet", "--out", tmp_path / "t.parquet", transcript)
    ran = run("read", "--format", "parquet", transcript)
    assert ran.out == (tmp_path / "t.parquet").read_bytes()


def test_a_parquet_file_in_which_nothing_was_heard_is_whole(run: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "t.parquet"
    run("read", "--format", "parquet", "--out", path, stdin=as_lines())
    table = parquet.read_table(path)
    assert (table.num_rows, len(table.column_names)) == (0, len(COLUMNS))


def test_a_table_comes_with_its_codebook(run: Run, transcript: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for form in ("csv", "parquet"):
        path = tmp_path / form / f"t.{form}"
        path.parent.mkdir()
        run("read", "--format", form, "--out", path, transcript)
        beside = json.loads((path.parent / "t.codebook.json").read_text())
        assert [column["name"] for column in beside["columns"]] == [c.name for c in COLUMNS]
        assert all(column["means"] for column in beside["columns"])
        assert "anger" in beside["kinds"]["feeling"]
    schema = parquet.read_schema(tmp_path / "parquet" / "t.parquet")
    assert json.loads(schema.metadata[b"codebook"]) == beside
    for column, field in zip(COLUMNS, schema, strict=True):
        assert field.metadata[b"description"].decode() == column.means


def test_a_codebook_that_is_there_is_not_overwritten(
    run: Run, transcript: Path, tmp_path: Path
) -> None:
    (tmp_path / "t.codebook.json").write_text("mine")
    ran = run("read", "--format", "csv", "--out", tmp_path / "t.csv", transcript)
    assert ran.status == 2
    assert not (tmp_path / "t.csv").exists()
    assert (tmp_path / "t.codebook.json").read_text() == "mine"


def test_without_pyarrow_parquet_says_what_is_missing(
    run: Run, transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    ran = run("read", "--format", "parquet", transcript)
    assert ran.status == 2
    assert "pyarrow" in ran.err


def test_a_page_shows_the_words_marked_and_explained(run: Run, transcript: Path) -> None:
    page = run("read", "--format", "html", transcript).text
    assert re.search(r'<span class="m-feeling">(?:<span[^>]*>)*angry', page)
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page  # what was said is shown, never obeyed
    assert "<b>feeling</b>: anger" in page
    for fetched in ("<script", "http://", "https://", "url(", "@import", "<link", "<img"):
        assert fetched not in page


def test_only_claims_are_marked_on_a_page(run: Run) -> None:
    from thirdear.cli.read.marking import marked
    from thirdear.listening.observation import Observation

    heard = [
        Observation("feeling", "anger", 0, 5, "Maybe", "possible", 0.3, "test"),
        Observation("defence", "denial", 6, 15, "it's fine", "likely", 0.8, "test"),
        Observation("person", "boss", 11, 20, "fine, sir", "likely", 0.8, "test"),
    ]
    shown = marked("Maybe it's fine, sir", heard)
    assert [note.kind for note in shown.notes] == ["defence"]
    assert shown.text.striptags().replace("1", "") == "Maybe it's fine, sir"
    assert shown.text.count("m-defence") == 2  # the overlap is its own piece


def test_several_conversations_make_a_folder_of_pages(run: Run, tmp_path: Path) -> None:
    lines = [
        {"conversation": name, "speaker": "client", "text": "I was sad."}
        for name in ("../../etc/passwd", "a b", "A b", "index")
    ]
    assert run("read", "--format", "html", stdin=as_lines(*lines)).status == 2
    pages = tmp_path / "pages"
    ran = run("read", "--format", "html", "--out", pages, stdin=as_lines(*lines))
    assert (ran.status, ran.out) == (0, b"")
    assert len(list(pages.iterdir())) == len(lines) + 1
    assert "etc-passwd.html" in (pages / "index.html").read_text()
    again = run("read", "--format", "html", "--out", pages, stdin=as_lines(*lines))
    assert again.status == 2
    assert "exists already" in again.err


def test_a_page_is_whole_however_its_conversations_alternate(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thirdear.cli.read.pages._HELD_BYTES", 1000)
    talks = {"a": "My boss shouted. I was angry.", "b": "My mum came. I was sad."}
    lines = [
        {"conversation": name, "speaker": "client", "text": text, "at_s": 60 * n, "pause_s": 2}
        for n in range(3)
        for name, text in talks.items()
    ]
    alone = []
    for name in talks:
        mine = [line for line in lines if line["conversation"] == name]
        alone.append(run("read", "--format", "html", stdin=as_lines(*mine)).text)
    run("read", "--format", "html", "--out", tmp_path / "p", stdin=as_lines(*lines))
    assert [(tmp_path / "p" / f"{name}.html").read_text() for name in talks] == alone
    assert sorted(file.name for file in (tmp_path / "p").iterdir()) == ["a.html", "b.html",
                                                                        "index.html"]  # fmt: skip


def test_a_page_tells_in_short_what_was_heard_and_who_was_spoken_of(run: Run) -> None:
    page = run("read", "--format", "html", stdin=as_lines(*TALK)).text
    short = page[page.index("<aside") : page.index("</aside>")]
    assert 'aria-label="feeling, turn 0"' in short
    assert "boss" in short
    for mark in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{mark}"' in page
    words = sum(len(str(line["text"]).split()) for line in TALK if line["speaker"] == "client")
    assert f"{words} words of the client's" in short


def test_a_folder_with_something_in_it_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    ran = run("read", "--format", "html", "--out", tmp_path, stdin=as_lines(*TALK))
    assert ran.status == 2
    assert "exists already" in ran.err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.html"]


def test_a_file_that_is_there_is_not_overwritten(run: Run, transcript: Path) -> None:
    ran = run("read", "--out", transcript, stdin=as_lines(*TALK))
    assert ran.status == 2
    assert transcript.read_bytes() == as_lines(*TALK)


def test_kinds_are_listed_with_their_codes(run: Run) -> None:
    text = run("read", "--kinds").text
    assert "feeling: " in text
    assert "episode: relationship_episode" in text
