"""cvsignal: a résumé screener whose every score can be checked against the words of the CV."""
