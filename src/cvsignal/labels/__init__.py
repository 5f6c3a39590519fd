"""Labels out to the tools in which people label, and back; what is worth labelling; how far two people agree."""
