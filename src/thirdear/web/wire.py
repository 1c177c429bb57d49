"""The socket between the page and the room: one window at a time, nothing blocked, nothing lost."""

from __future__ import annotations

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from thirdear.web import messages as m
from thirdear.web.door import Door
from thirdear.web.pages import cookie_name
from thirdear.web.sitting import Sitting

ELSEWHERE = 4001
LOCKED = 4002


class Wire:
    """Holds the one socket that is in the room; a second window takes over from the first."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._current: WebSocket | None = None
        door.on_lock = self._lock

    async def connect(self, socket: WebSocket) -> None:
        """Serve one window until it goes or another takes over."""
        await socket.accept()
        await self._door.lock_if_idle()
        sitting = self._door.sitting_for(socket.cookies.get(cookie_name(socket.scope), ""))
        if sitting is None or not (sitting.is_open or sitting.sheet.over):
            await _bye(socket, m.Locked(), LOCKED)
            return
        before, self._current = self._current, socket
        if before is not None:
            await _bye(before, m.Elsewhere(), ELSEWHERE)
        try:
            await self._send(socket, await self._work(sitting, None))
            while self._current is socket:
                asked = m.read(await socket.receive_text())
                if asked is None:
                    await self._send(socket, [m.write(m.Note("That did not come through."))])
                elif self._current is socket:
                    await self._send(socket, await self._work(sitting, asked))
        except WebSocketDisconnect:
            pass
        finally:
            if self._current is socket:
                self._current = None
                sitting.watch.away(self._door.clock())

    async def _work(self, sitting: Sitting, asked: m.FromPage | None) -> list[str]:
        """Ask the room in its own thread; return the frames to send."""
        idle = asked is None or isinstance(asked, m.Quiet)
        if not idle and not (isinstance(asked, m.Here) and not asked.active):
            self._door.touch()
        return await self._door.work(lambda: self._answered(sitting, asked))

    def _answered(self, sitting: Sitting, asked: m.FromPage | None) -> list[str]:
        if self._door.sitting is not sitting:
            return []
        now = self._door.clock()
        told = sitting.page(now) if asked is None else _asked(sitting, asked, self._door)
        if not isinstance(asked, m.Draft | m.Why):
            told = [*told, m.Time(sitting.left_s(now), self._door.locks_in_s())]
        return [m.write(one) for one in told]

    async def _send(self, socket: WebSocket, frames: list[str]) -> None:
        for frame in frames:
            if socket.application_state is WebSocketState.CONNECTED:
                await socket.send_text(frame)

    async def _lock(self) -> None:
        """Tell the window that is open that nothing may stay on the screen."""
        socket, self._current = self._current, None
        if socket is not None:
            await _bye(socket, m.Locked(), LOCKED)


def _asked(sitting: Sitting, asked: m.FromPage, door: Door) -> list[m.ToPage]:
    now = door.clock()
    match asked:
        case m.Line():
            return sitting.say(asked.name, asked.text, now)
        case m.Draft():
            sitting.draft = asked.text[: m.LONGEST_LINE]
        case m.Why():
            return sitting.why(asked.turn)
        case m.Dispute():
            return sitting.dispute(asked.turn)
        case m.Quiet():
            return sitting.quiet(now)
        case m.Pause():
            sitting.watch.pause(now)
        case m.GoOn():
            sitting.watch.go_on(now)
        case m.End():
            return sitting.end(now)
        case m.Here():
            sitting.watch.tick(now)
    return []


async def _bye(socket: WebSocket, message: m.ToPage, code: int) -> None:
    try:
        await socket.send_text(m.write(message))
        await socket.close(code)
    except (RuntimeError, WebSocketDisconnect):  # it had gone already
        return
