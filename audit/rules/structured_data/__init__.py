"""JSON-LD: syntax, graph, vocabulary and values."""
