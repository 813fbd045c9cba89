"""Statistics over cubes of counts: what is unusual, why, what comes next, what an action did."""
