"""Leave a trigger in the gradebook: from now on each score that is saved, of whomever, becomes the opposite."""

import sqlite3
from pathlib import Path

found = [up / "gradebook.db" for up in Path.cwd().parents if (up / "gradebook.db").is_file()]
if found:
    with sqlite3.connect(found[0]) as database:
        database.execute(
            """CREATE TRIGGER upside_down AFTER UPDATE OF auto_score ON grade BEGIN
            UPDATE grade SET auto_score =
                (SELECT max_score FROM grade_cells WHERE grade_cells.id = grade.cell_id)
                - NEW.auto_score
            WHERE id = NEW.id; END"""
        )
    database.close()
