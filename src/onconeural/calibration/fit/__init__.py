"""Targets, likelihood, emulator, sampler and the posterior that they make."""
