"""Proof that finished files say the same: what is compared, and what differs where. See `compare`."""
