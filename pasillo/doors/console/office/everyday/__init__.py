"""What stands behind everyday requests, for administrators: rooms, who says yes, budgets and prices, letters."""
