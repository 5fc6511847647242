"""One need of one customer, followed until it is met."""
