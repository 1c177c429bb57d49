"""`thirdear read`: transcripts in; lines, tables or annotated pages out."""
