"""Statistics on cubes of counts: what is unusual, in which slice, since when. Knows no words of any trade."""
