"""What this customer was told, and the clocks that watch it."""
