"""From one model to the next without fear: what would change, whether it may, and the way back."""
