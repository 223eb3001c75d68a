"""Checks of the calibration and what they say: identifiability, recovery, sensitivity, credibility."""
