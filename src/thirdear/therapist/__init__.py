"""An understanding in, an intervention or silence out."""
