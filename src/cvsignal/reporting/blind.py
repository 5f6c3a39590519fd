"""stub"""
from cvsignal.reporting.rows import openly as blindly  # noqa
