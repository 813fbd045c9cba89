"""Whether what was done has saved anything: counts before and after, against others that were left alone."""
