"""Screening many CVs: where they come from, who works on them, what is remembered. Sits on top of the flow."""
