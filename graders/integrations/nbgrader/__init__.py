"""Course folders for nbgrader, made from the same prompts, stubs and solutions as everything else."""
