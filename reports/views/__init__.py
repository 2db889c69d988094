"""What the pages show: read-only questions, each answered with plain values and rows."""
