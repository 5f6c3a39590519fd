"""From annotated CVs to a model folder."""
