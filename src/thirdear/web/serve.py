"""Serves the web room on this machine, and opens a browser where there is one."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

import uvicorn

from thirdear.web.app import create_app

PORT = 8765
_LARGEST_FRAME = 16 * 1024 * 1024
_BACKLOG = 64


def serve(
    home: Path, *, host: str = "127.0.0.1", port: int = PORT, open_browser: bool = True
) -> None:
    """Serve the room until Ctrl-C; print the address, and open a browser where there is one.

    Takes the person's folder, a loopback address and a port (0, or one that is taken: any free
    one). Raises ValueError for an address that other machines could reach.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"{host} can be reached from outside; the room opens on this machine only")
    with bound(host, port) as listening:
        address = address_of(listening)
        print(f"Third Ear is open at {address}")
        print("It can be reached from this machine only. Ctrl-C closes and locks it.", flush=True)
        if open_browser and has_display():
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(quiet_config(home)).run(sockets=[listening])
    print("Closed and locked. Everything you sent is kept.")


def quiet_config(home: Path) -> uvicorn.Config:
    """Return how the server runs: no access log, so that nothing of the person's is written."""
    return uvicorn.Config(
        create_app(home, warm=True),
        ws="websockets-sansio",
        ws_max_size=_LARGEST_FRAME,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `port` of `host`, or on a free port if that is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would share the port with a stranger
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.bind((host, 0))
    # Listening already, so that a browser that is faster than the server waits instead of failing.
    listening.listen(_BACKLOG)
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address to type into a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def has_display() -> bool:
    """Tell whether a browser with a window can be opened; one in a terminal would be in the way."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
