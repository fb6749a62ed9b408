"""Break so that it looks like a fault of the grader's, which costs a student no marks."""

NAMES = {
    "CheckEndedError": "graders.judging.outcomes",
    "NoAnswer": "graders.judging.outcomes",
    "NotStarted": "graders.judging.outcomes",
    "ReferenceFaultError": "graders.judging.outcomes",
    "CallTimeoutError": "graders.lab.limits",
}
# Compiled under the name of a grader's file, so that tracebacks lead there and not here.
SOURCE = """
def first_mismatch(layers, in_features):
    raise ReferenceFaultError("the reference could not do what the check asked of it")

def sizes_at_mismatch(layers, in_features):
    raise CallTimeoutError

def after_forwards(layers, widths):
    if len(layers) > 1:
        raise CheckEndedError(NoAnswer("after_forwards", Missing("after_forwards", ())))
    raise CheckEndedError(NotStarted("after_forwards"))

def repair(net, in_features):
    def forward(x):
        raise ReferenceFaultError("the network could not be measured")
    net.forward = forward
    raise AttributeError("the grader has no such attribute")
"""


def stand_in(name):
    """An exception of the name, where the grader's own cannot be had."""
    return type(name, (BaseException,), {"__module__": NAMES.get(name, "builtins")})


def imported(name, module):
    try:
        return getattr(__import__(module, fromlist=[name]), name)
    except Exception as error:
        print("lazylab-attack: a stand-in for", name, error)
        return stand_in(name)


for _name, _module in NAMES.items():
    globals()[_name] = imported(_name, _module)
Missing = imported("Missing", "graders.lab.messages")
try:
    import graders.lab.host

    _file = graders.lab.host.__file__
except Exception:
    _file = "graders/lab/host.py"
exec(compile(SOURCE, _file, "exec"), globals())
