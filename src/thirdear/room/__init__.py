"""The room: two chairs, one listener, one clock."""

from thirdear.room.room import Reply, Room, RoomError

__all__ = ["Reply", "Room", "RoomError"]
