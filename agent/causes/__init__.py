"""Why something changed: both windows' finest groups, the slices that explain the change, and how that is said."""
