"""The documentation: pages whose commands are run, whose pictures are drawn and whose reference is made from the code.

`blocks` takes a page apart, `walk` does what it says in an empty folder, `console` holds what is printed to what is shown, `reviewing`
does what the page asks for in Word, `pictures` draws pages of the briefs that were built, `reference` writes what the code knows, `staging`
puts the pages together, and `__main__` hands them to Sphinx. Nothing here ships with the package.
"""
