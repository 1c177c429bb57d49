"""Third Ear: close listening to psychodynamic talk, with a room to talk in."""

__version__ = "0.1.0"
