"""Whether a brief has to be built anew: what a build read, kept in its record, and held against what is there now.

`fingerprint` makes values comparable, `reads` is filled while a brief is composed, `files` hashes what lies on disk, `inputs` is all
of that as one record. A doubt always means "build": what is called unchanged here is not looked at again.
"""
