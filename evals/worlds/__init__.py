"""Made-up worlds as cubes of counts, sampled straight from the generator's world file: hundreds in seconds."""
