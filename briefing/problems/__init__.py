"""Problems found in user input, as values, and the suggestions that go with them."""
