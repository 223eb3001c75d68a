"""The simulated patients of a published cohort: who is in it, in which proportion, and with which weight."""
