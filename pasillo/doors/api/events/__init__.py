"""What happens elsewhere: an alarm rings, an order ships, a car stands still."""
