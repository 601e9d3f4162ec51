"""Links that are wrong on their face, or that the network says are dead."""
