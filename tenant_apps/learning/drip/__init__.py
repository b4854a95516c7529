"""What is open to whom. `deciding` decides, from the `facts` and the course's `plan`; `bulk` is the same in SQL."""
