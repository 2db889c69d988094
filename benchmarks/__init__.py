"""Speed, measured as ratios to the raw limit in the same run. `make bench` runs all of them."""
