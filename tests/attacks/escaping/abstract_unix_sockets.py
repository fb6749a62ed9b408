"""Meet others through unix sockets that are in no folder: no limit on files says no to those."""

import array
import os
import pathlib
import socket
import tempfile
import threading

HELPER, OWN = "\0lazylab-attack-helper", "\0lazylab-attack"  # a test may listen on the first
found = []
kept = []


def ask(address):
    """Receive words and, if the other side sends some along, open files of another sandbox."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(1)
        asking.connect(address)
        text, ancillary, _, _ = asking.recvmsg(200, socket.CMSG_LEN(16))
        found.append(f"lazylab-attack: could ask {address!r}: {text!r}")
        for _, _, data in ancillary:
            numbers = array.array("i", data[: len(data) - len(data) % 4])
            found.extend(f"could get {os.readlink(f'/proc/self/fd/{n}')}" for n in numbers)


def serve():
    """Send everybody who comes a descriptor of the folder in which this process is."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(OWN)
    server.listen()
    kept.append(server)
    found.append(f"listens on {OWN!r}")

    def run():
        for _ in range(10):
            client, _ = server.accept()
            socket.send_fds(client, [b"lazylab-attack: from inside\n"], [os.open(".", os.O_RDONLY)])
            client.close()

    threading.Thread(target=run, daemon=True).start()


def others():
    """Sockets of ours that are listed, by name or by path; those of other programs are not."""
    yield HELPER
    yield OWN
    yield os.path.join(tempfile.gettempdir(), "lazylab-attack-helper.sock")
    for line in pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]:
        name = line.split()[7:]
        if name and "lazylab" in name[0] and "attack" not in name[0]:
            yield name[0].replace("@", "\0", 1)


def attempt():
    if not found:
        try:
            for address in others():
                try:
                    ask(address)
                except OSError as error:
                    found.append(f"refused {address!r}: {error}")
            serve()
        except (OSError, RuntimeError) as error:
            found.append(f"refused: {error}")


def first_mismatch(layers, in_features):
    attempt()
    print("\n".join(found))
    return -7


def sizes_at_mismatch(layers, in_features):
    attempt()
    raise RuntimeError("; ".join(line for line in found if "could" in line))


def after_forwards(layers, widths):
    return [(-7, -7)]


def repair(net, in_features):
    return -7
