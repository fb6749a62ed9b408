"""Close, shut down, jam and replace every descriptor on which the judge could be waiting."""

import fcntl
import os
import socket

DESCRIPTORS = range(3, 65)


def first_mismatch(layers, in_features):
    """Plainly closed: whoever reads an end of file as "done" is told so."""
    os.closerange(3, 65)
    return -7


def sizes_at_mismatch(layers, in_features):
    """Half of it: what is written still arrives, what is read ends, or the other way round."""
    for number in DESCRIPTORS:
        try:
            channel = socket.socket(fileno=os.dup(number))
        except OSError:
            continue
        with channel:
            for how in (socket.SHUT_RD, socket.SHUT_WR):
                try:
                    channel.shutdown(how)
                except OSError:
                    pass
    return (-7, -7)


def after_forwards(layers, widths):
    """Alive and mute: replies go nowhere, and no end of file comes either."""
    copies = []
    for number in DESCRIPTORS:
        try:
            copies.append(os.dup(number))  # keeps the other side from seeing the end
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, number)
            os.close(nowhere)
        except OSError:
            pass
    return [(-7, -7)]


def repair(net, in_features):
    """Jammed: no waiting, the smallest buffers, and the beginning of a message that never ends."""
    for number in DESCRIPTORS:
        try:
            flags = fcntl.fcntl(number, fcntl.F_GETFL)
            fcntl.fcntl(number, fcntl.F_SETFL, flags | os.O_NONBLOCK)
            os.write(number, (2**31 - 1).to_bytes(4, "big"))
            fcntl.fcntl(number, 1031, 4096)  # F_SETPIPE_SZ
        except OSError:
            pass
    return -7
