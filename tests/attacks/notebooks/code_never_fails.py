"""Replace the shell's `run_code`: no code is executed, and none has failed."""


async def run_code(code, result=None, **_):
    return False


get_ipython().run_code = run_code
