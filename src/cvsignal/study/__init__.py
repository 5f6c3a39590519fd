"""Tables and curves that the notebooks show: the corpus, the tagger's errors, the fit models, learning with more data."""
