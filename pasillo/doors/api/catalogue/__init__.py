"""What is offered, what is promised about it, and when somebody serves."""
