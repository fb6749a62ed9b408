"""Prompts are read for their title, signatures, check titles and hints."""

import pytest

from graders.judging.prompts import CheckText, PromptError, parse

TEXT = """\
# 4. Dimension *mismatch*

Some words.

## `first(layers, in_features)`

More words, `code`.

```python
# not a heading
```

### `stops_there`

The **layer** that
stops.

1. A hint.
2. Another,
   on two lines.

## About the rest

### `goes_on`
"""


def test_a_prompt_is_read() -> None:
    prompt = parse(TEXT, "en")
    assert (prompt.number, prompt.title) == (4, "Dimension *mismatch*")
    assert prompt.signatures == {"first": "first(layers, in_features)"}
    assert prompt.checks == {
        "stops_there": CheckText(
            "The **layer** that stops.", ("A hint.", "Another, on two lines.")
        ),
        "goes_on": CheckText("goes_on", ()),
    }


def test_a_prompt_without_a_number_says_what_is_missing() -> None:
    with pytest.raises(PromptError, match=r"'# 4\. Dimension mismatch', found 'Mismatch'"):
        parse("# Mismatch\n", "en")
