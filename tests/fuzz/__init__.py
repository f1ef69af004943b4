"""A fuzzer of whole commands: real inputs, changed at random from a seed, must be built, refused or read, and never break a command."""
