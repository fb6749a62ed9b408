"""`lazylab watch` in a terminal, for real: files are saved, keys are pressed, the screen is read."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graders.judging.exercises import Bank
from graders.judging.overlays import read_sample
from graders.judging.prompts import read_prompt

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
termios = pytest.importorskip("termios", reason="needs a pseudo-terminal")

EXERCISE = "dimension_mismatch"
NAMES = [exercise.name for exercise in Bank().exercises]
PATIENCE = 120
SOLUTION = Bank().exercise(EXERCISE).solution("torch").read_text(encoding="utf-8")
ROLLS_BACK = read_sample(
    Bank().root / f"solutions/{EXERCISE}/wrong/a_failed_forward_rolls_back.for_torch.py"
)
LEFT = "What is left after one forward"
SEVERAL = "What is left after several forwards"
COMMAND = [sys.executable, "-c", "from graders.cli import main; main()", "watch"]
_CLEAR = "\x1b[2J"
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_MARK = "LAZYLAB_WATCHED_BY"


class Terminal:
    """Somebody in front of `lazylab watch`."""

    def __init__(self, root: Path, *arguments: str, language: str = "en") -> None:
        self.root = root
        self._written = ""
        self.process = pexpect.spawn(
            COMMAND[0],
            [*COMMAND[1:], *arguments],
            cwd=root,
            env=_environment(root, language),
            dimensions=(60, 100),
            encoding="utf-8",
            timeout=PATIENCE,
        )
        self.mode = termios.tcgetattr(self.process.child_fd)

    @property
    def screen(self) -> str:
        """What was written since the screen was last cleared."""
        plain = _ESCAPE.sub("", self._written.rpartition(_CLEAR)[2])
        return "\n".join(line.rstrip() for line in plain.replace("\r\n", "\n").split("\n"))

    def sees(self, *texts: str, without: str = "\0") -> str:
        """Wait until all of these are on the screen, and something else is not; the screen."""
        until = time.monotonic() + PATIENCE
        while any(text not in self.screen for text in texts) or without in self.screen:
            assert time.monotonic() < until, f"expected {texts}, found:\n{self.screen}"
            try:
                self._written += self.process.read_nonblocking(100_000, timeout=1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                pytest.fail(f"ended, expected {texts}, found:\n{self.screen}")
        return self.screen

    def save(self, text: str, exercise: str = EXERCISE) -> None:
        path = self.root / "exercises" / exercise / "for_torch.py"
        path.write_text(text, encoding="utf-8")

    def press(self, key: str) -> None:
        self.process.send(key)

    def ends(self) -> None:
        """It ends by itself with status 0, leaves the terminal as it was, and nobody behind."""
        self.process.expect(pexpect.EOF)
        assert self.mode == termios.tcgetattr(self.process.child_fd)
        self.process.close()
        assert (self.process.exitstatus, self.process.signalstatus) == (0, None)
        nobody_is_left(self.root)


def _environment(root: Path, language: str = "en") -> dict[str, str]:
    ours = {"PYTHONPATH": str(root), "LAZYLAB_LANG": language, _MARK: str(root)}
    left_out = ("COLUMNS", "LINES", "FORCE_COLOR")
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**inherited, "TERM": "xterm-256color", "NO_COLOR": "1", **ours}


def nobody_is_left(root: Path) -> None:
    """All processes that were started end; where they can be looked at."""
    until = time.monotonic() + PATIENCE
    while found := [folder for folder in Path("/proc").glob("[0-9]*") if _is_of(folder, root)]:
        assert time.monotonic() < until, [(f / "cmdline").read_bytes() for f in found]
        time.sleep(0.1)


def _is_of(process: Path, root: Path) -> bool:
    try:
        return f"{_MARK}={root}".encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


Watch = Callable[..., Terminal]


@pytest.fixture
def watch(copy_of_project: Path) -> Iterator[Watch]:
    """Start watching, in a copy of the project."""
    started: list[Terminal] = []

    def start(*arguments: str, language: str = "en") -> Terminal:
        started.append(Terminal(copy_of_project, *arguments, language=language))
        return started[-1]

    yield start
    for terminal in started:
        terminal.process.close(force=True)
    nobody_is_left(copy_of_project)


KEYS = "h hint · n next failed check"


def test_from_the_start_to_full_marks(watch: Watch) -> None:
    terminal = watch()
    terminal.sees("0 of 10", f"start with build in exercises/{NAMES[0]}/for_torch.py", KEYS)

    terminal.save(ROLLS_BACK)
    screen = terminal.sees("4. Dimension mismatch  10 of 15", LEFT, KEYS)
    assert "you      [None, (1, 2)]\n    PyTorch  [(1, 1), (1, 2)]" in screen
    assert SEVERAL not in screen
    assert "To fix after this: 1" in screen

    half = SOLUTION.replace("def after_forwards", "def unused") + (
        "\n\ndef after_forwards(layers, widths):\n    return unused(layers, widths[:1])\n"
    )
    terminal.save(half)
    screen = terminal.sees("4. Dimension mismatch  13 of 15  +3", KEYS)
    assert f"✓ 3 of 3 {LEFT}" in screen
    assert f"✗ 0 of 2 {SEVERAL}" in screen

    terminal.save(SOLUTION)
    screen = terminal.sees("4. Dimension mismatch  15 of 15  +2", f"✓ 2 of 2 {SEVERAL}", KEYS)
    assert "done\nNext: 5. Variable inputs, in exercises/variable_inputs/prompt.en.md\n" in screen
    terminal.press("q")
    terminal.ends()


def test_keys(watch: Watch) -> None:
    hints = read_prompt(Bank().exercise(EXERCISE).folder, "en").checks
    first, second = (
        " ".join(hints[name].hints[0].split()[:5])
        for name in ("knows_what_an_attempt_leaves_behind", "knows_that_the_first_width_stays")
    )
    terminal = watch(EXERCISE)
    terminal.sees("0 of 15", KEYS)
    terminal.save(ROLLS_BACK)
    terminal.sees("10 of 15", LEFT, KEYS)

    terminal.press("h")
    assert LEFT in terminal.sees(f"Hint 1 of 2: {first}", KEYS)
    terminal.press("H")
    terminal.sees("Hint 2 of 2: ", KEYS)
    terminal.press("n")
    assert "Hint" not in terminal.sees(SEVERAL, KEYS, without=LEFT)
    terminal.press("h")
    terminal.sees(f"Hint 1 of 2: {second}", KEYS)
    terminal.press("a")
    screen = terminal.sees(LEFT, "keeps its parameter objects", KEYS)
    assert len(re.findall(r"^[✓✗] \d of \d ", screen, re.MULTILINE)) == 9
    terminal.press("a")
    terminal.sees(SEVERAL, KEYS, without=LEFT)

    terminal.press("?")
    terminal.press("\x1b[A")  # the arrow upwards is no "a"
    terminal.press("\r")
    terminal.sees("Dimension mismatch: ")  # while it judges again
    terminal.sees("10 of 15", SEVERAL, KEYS, without="Dimension mismatch: ")
    assert LEFT not in terminal.screen
    terminal.press("n")
    terminal.sees(LEFT, KEYS, without=SEVERAL)
    terminal.press("\x04")
    terminal.ends()


def test_answers_that_are_none_and_files_that_come_and_go(watch: Watch) -> None:
    terminal = watch(EXERCISE, "--limit", "call_seconds=0.3")
    folder = terminal.root / "exercises" / EXERCISE
    terminal.sees("0 of 15", KEYS)
    terminal.save("def first_mismatch(:\n")
    terminal.sees("Python cannot read", "SyntaxError", KEYS)

    terminal.save("def first_mismatch(layers, in_features):\n    while True: pass\n")
    terminal.sees("first_mismatch was stopped after 0.3 s. Is there a loop", KEYS)

    beside = folder / ".for_torch.py.swp"
    beside.write_text("import os\nos.abort()\n", encoding="utf-8")
    beside.replace(folder / "for_torch.py")
    terminal.sees("for_torch.py ended the whole process: it crashed", "SIGABRT", KEYS)

    terminal.save("import os\nos._exit(0)\n")
    terminal.sees("for_torch.py ended the whole process. Return the answer", KEYS)

    (folder / "for_torch.py").unlink()
    terminal.sees("There is no file to judge", KEYS)

    terminal.save(SOLUTION)
    terminal.sees("15 of 15", "Everything is done.", KEYS)

    shutil.rmtree(folder)
    terminal.sees("There is no file to judge", KEYS)
    shutil.copytree(Bank().exercise(EXERCISE).folder, folder)
    terminal.sees("start with first_mismatch", KEYS)
    terminal.press("q")
    terminal.ends()


def test_a_save_drops_the_judging_that_goes_on(watch: Watch) -> None:
    terminal = watch(EXERCISE, "--limit", "call_seconds=100000")
    terminal.sees("0 of 15", KEYS)
    terminal.save("while True: pass\n")
    terminal.sees("Dimension mismatch: ")
    terminal.save("import time\ntime.sleep(100_000)\n")
    terminal.save(ROLLS_BACK)
    terminal.sees("10 of 15", LEFT, KEYS)
    terminal.save("while True: pass\n")
    terminal.press("\x03")
    terminal.ends()


def test_it_begins_with_what_is_not_done_yet(watch: Watch, copy_of_project: Path) -> None:
    solved, following = NAMES[:2]
    shutil.copy(Bank().exercise(solved).solution("torch"), copy_of_project / "exercises" / solved)
    for _ in range(2):  # judged the first time, remembered the second time
        terminal = watch()
        terminal.sees("2. ", f"exercises/{following}/for_torch.py", KEYS)
        terminal.press("q")
        terminal.ends()


def test_in_chinese(watch: Watch) -> None:
    terminal = watch(EXERCISE, language="zh")
    terminal.sees("0 / 15", "开始", "h 提示 · n 下一个未通过的检查")
    terminal.save(ROLLS_BACK)
    terminal.sees("10 / 15", "之后还有 1 处待改正", "Enter 重新评判")
    terminal.press("h")
    terminal.sees("提示 1 / 2", "q 退出")
    terminal.press("q")
    terminal.ends()


@pytest.mark.parametrize(
    ("how", "early"),
    [
        (signal.SIGTERM, False),
        (signal.SIGTERM, True),
        (signal.SIGINT, True),
        (signal.SIGHUP, False),
    ],
)
def test_it_ends_when_it_is_told_to(watch: Watch, how: signal.Signals, early: bool) -> None:
    terminal = watch(EXERCISE)
    terminal.sees("Getting ready")
    if not early:
        terminal.sees("0 of 15", KEYS)
    terminal.process.kill(how)
    terminal.ends()


# --- without a terminal --------------------------------------------------------------------


def _pipe(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=root,
        env=_environment(root),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    read = ""
    for line in process.stdout:
        read += line
        if text in line:
            return read
    pytest.fail(f"ended, expected {text!r}, found:\n{read}")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_without_a_terminal_it_judges_and_takes_no_keys(
    copy_of_project: Path, how: signal.Signals
) -> None:
    process = _pipe(copy_of_project, EXERCISE)
    try:
        read = _read_until(process, "start with first_mismatch")
        assert read.count("There is no terminal to take keys from.") == 1
        answer = copy_of_project / "exercises" / EXERCISE / "for_torch.py"
        answer.write_text(ROLLS_BACK, encoding="utf-8")
        read = _read_until(process, "To fix after this: 1")
        assert "4. Dimension mismatch  10 of 15  +10\n" in read
        assert read.count(LEFT) == 1
        assert "\x1b" not in read
        assert "hint" not in read
    finally:
        process.send_signal(how)
        rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in rest
    nobody_is_left(copy_of_project)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing",), "there is no exercise 'nothing'"),
        (("--framework", "caffe"), "unknown framework 'caffe'"),
        (("--lang", "xx"), "no messages in language 'xx'"),
        (("--limit", "call_seconds=never"), "takes a number above 0"),
    ],
)
def test_a_wrong_request_ends_in_2_with_one_clear_line(
    copy_of_project: Path, arguments: tuple[str, ...], message: str
) -> None:
    process = _pipe(copy_of_project, *arguments)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert message in said
    assert "Traceback" not in said
