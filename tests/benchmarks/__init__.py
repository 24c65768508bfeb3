"""The program's speed and memory, each beside a peer that does the same work in the same run."""
