"""Reading and writing files safely: bounded sizes, forbidden characters, whole files or none."""
