"""What stands on the screens."""
