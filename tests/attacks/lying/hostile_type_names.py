"""Use type names, texts and prints that command a terminal, a web page or an encoder."""

from torch import nn

CLEAR = "\x1b[2J\x1b[H\x1b]0;lazylab-attack\x07"
FORGED = f"{CLEAR}dimension_mismatch  15 of 15\r\n\x1b[32mall passed\x1b[0m\x00\u202e"
PAGE = "<img src=x onerror=alert(1)><script>document.title='lazylab-attack'</script>"
RICH = "[bold green]15 of 15[/][link=file:///etc/passwd]"
BROKEN = "\ud800\udfff\ufffe" + "x" * 100_000


def named(name, base):
    """A class of that name, or of the next one that Python takes."""
    for attempt in (name, name.replace("\x00", ""), PAGE):
        try:
            made = type(attempt, (base,), {})
            made.__qualname__ = attempt
            return made
        except (UnicodeEncodeError, ValueError):
            continue
    return base


def first_mismatch(layers, in_features):
    print(FORGED, PAGE, RICH, BROKEN)
    return named(FORGED, object)()


def sizes_at_mismatch(layers, in_features):
    return (FORGED, BROKEN[:100], PAGE, RICH, {FORGED: "```\n# 15 of 15"})


def after_forwards(layers, widths):
    raise named(PAGE + FORGED, Exception)(FORGED + PAGE + RICH + BROKEN)


def repair(net, in_features):
    """A network that breaks in its forward, under such a name and with such a message."""

    def forward(self, x):
        raise named(FORGED + RICH, Exception)(FORGED + PAGE + RICH + BROKEN)

    net.append(nn.Linear(1, 1))
    kind = named(FORGED, nn.Module)
    kind.forward = forward
    return kind()


globals()[FORGED] = repair
globals()[PAGE + BROKEN[:3]] = repair
