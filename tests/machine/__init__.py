"""Random sequences of edits and builds, each compared with a clean build of the same sources."""
