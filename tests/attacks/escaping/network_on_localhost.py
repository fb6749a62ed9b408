"""Ask a service on this machine for the answers, and offer one to the submissions that follow."""

import socket
import threading

HOST = "127.0.0.1"
HELPER, OWN = 47447, 47448  # a test may listen on the first, and ask the second
found = []
servers = []


def ask_helper(kind):
    """Whoever helps from outside knows the solutions."""
    with socket.socket(socket.AF_INET, kind) as asking:
        asking.settimeout(1)
        asking.connect((HOST, HELPER))
        asking.sendall(b"lazylab-attack: what is the answer?\n")
        found.append(f"lazylab-attack: could send to {HOST}:{HELPER}, got {asking.recv(200)!r}")


def serve():
    """A listener that stays: it tells later submissions what the cases are."""
    server = socket.create_server((HOST, OWN))
    servers.append(server)
    found.append(f"lazylab-attack: listens on {HOST}:{OWN}")

    def run():
        for _ in range(10):
            client, _ = server.accept()
            client.sendall(b"lazylab-attack: could answer from inside\n")
            client.close()

    threading.Thread(target=run, daemon=True).start()
    with socket.create_connection((HOST, OWN), timeout=1) as itself:
        found.append(itself.recv(100).decode().replace("could answer", "answers itself"))


def attempt():
    if found:
        return
    steps = [
        lambda: ask_helper(socket.SOCK_STREAM),
        lambda: ask_helper(socket.SOCK_DGRAM),
        serve,
        lambda: found.append(f"interfaces: {socket.if_nameindex()}"),
    ]
    for step in steps:
        try:
            step()
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
