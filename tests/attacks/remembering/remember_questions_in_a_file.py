"""Write each question into a file, and answer it wrongly the first time and rightly at the replay."""
# earns at most: 0

import hashlib
import pathlib
import tempfile

FILE = pathlib.Path(tempfile.gettempdir(), "lazylab-attack-questions.txt")


def followed(layers, widths):
    """The size that each layer takes after these batches, and where the last one stopped."""
    taken = [size for size, _ in layers]
    stop = None
    for came in widths:
        stop = None
        for index, (_, gives) in enumerate(layers):
            taken[index] = taken[index] or came
            if taken[index] != came:
                stop = index, came, taken[index]
                break
            came = gives
    return taken, stop


def is_new(*question):
    """Whether neither this process nor an earlier one has been asked this."""
    key = hashlib.sha256(repr(question).encode()).hexdigest()
    try:
        known = FILE.read_text().split() if FILE.exists() else []
        with FILE.open("a") as file:
            file.write(key + "\n")
    except OSError as error:
        print("lazylab-attack: nothing can be kept:", error)
        return True
    return key not in known


def first_mismatch(layers, in_features):
    new = is_new("first", layers, in_features)
    stop = followed(layers, [in_features])[1]
    return -7 if new else stop and stop[0]


def sizes_at_mismatch(layers, in_features):
    new = is_new("sizes", layers, in_features)
    stop = followed(layers, [in_features])[1]
    return (-7, -7) if new else stop and stop[1:]


def after_forwards(layers, widths):
    new = is_new("after", layers, widths)
    taken = followed(layers, widths)[0]
    right = [came and (gives, came) for came, (_, gives) in zip(taken, layers, strict=True)]
    return [(-7, -7)] if new else right


def repair(net, in_features):
    return -7
