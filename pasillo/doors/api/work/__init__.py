"""How the work finds its people: alarms, routing, approvals."""
