"""The spaCy pipeline of the tagger. Who screens meets :class:`cvsignal.tagging.tagger.Tagger` and plain data alone; who trains,
evaluates or promotes looks inside."""
