"""Reading the counters: each page costs a few ranges of an index, however many learners there are."""
