"""How each published observable is read off simulated patients."""
