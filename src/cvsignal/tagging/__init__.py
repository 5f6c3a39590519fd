"""The spaCy pipeline of the tagger; only :class:`cvsignal.tagging.tagger.Tagger` and plain data leave this folder."""
